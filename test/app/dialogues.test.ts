/**
 * The dialogues that county offices gave, played verbatim over the real wire.
 * They stand outside the repository and are skipped where they are not.
 */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { scripts } from '../support/dialogues/index.ts';
import { play, readDialogues, type Score, tableOf } from '../support/dialogues/play.ts';

const file = new URL('../../../shared/domain/dialogues.yaml', import.meta.url).pathname;

/** What is reached, never above it: facts and actions, states, musts. */
const floors: Readonly<Record<string, readonly [number, number, number]>> = {
  D01: [15, 2, 2],
  D02: [14, 3, 3],
  D03: [5, 2, 3],
  D04: [7, 3, 3],
  D05: [13, 1, 2],
  D06: [7, 1, 2],
  D07: [2, 2, 3],
  D08: [9, 3, 3],
};

describe.skipIf(!existsSync(file))('the dialogues of the county offices', () => {
  const scores = new Map<string, Score>();
  afterAll(() => console.log(tableOf(scores)));
  for (const dialogue of existsSync(file) ? readDialogues(file) : [])
    it(`${dialogue.id} ${dialogue.title}`, async () => {
      const script = scripts[dialogue.id];
      if (!script) throw new Error(`${dialogue.id} has no script`);
      const { score, look } = await play(
        dialogue,
        script,
        process.env.DIALOGUE_ON === 'dingtalk' ? 'dingtalk' : dialogue.platform,
      );
      scores.set(dialogue.id, score);
      if (process.env.DIALOGUE)
        console.log(dialogue.id, [...look.said], JSON.stringify(score, undefined, 1), look.recorded);
      const held = (...parts: { held: string[] }[]): number =>
        parts.reduce((sum, { held }) => sum + held.length, 0);
      const [facts, states, must] = floors[dialogue.id] ?? [0, 0, 0];
      expect(score.mustNot.failed).toEqual([]);
      expect(score.notRecorded.failed).toEqual([]);
      expect(held(score.facts, score.actions)).toBeGreaterThanOrEqual(facts);
      expect(held(score.states)).toBeGreaterThanOrEqual(states);
      expect(held(score.must)).toBeGreaterThanOrEqual(must);
    });
});
