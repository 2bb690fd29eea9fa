/**
 * Conversations played verbatim over the real wire: those that county offices
 * gave, which stand outside the repository and are skipped where they are not,
 * and more of their kind (test/support/dialogues/more.yaml).
 */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { scripts } from '../support/dialogues/index.ts';
import { play, readDialogues, type Score, tableOf } from '../support/dialogues/play.ts';

const given = new URL('../../../shared/domain/dialogues.yaml', import.meta.url).pathname;
const more = new URL('../support/dialogues/more.yaml', import.meta.url).pathname;

describe.each([given, more].filter((file) => existsSync(file)))('the dialogues of %s', (file) => {
  const scores = new Map<string, Score>();
  afterAll(() => {
    if (scores.size > 0) console.log(tableOf(scores));
  });
  for (const dialogue of readDialogues(file))
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
      expect(failuresIn(score)).toEqual([]);
    });
});

/** What did not hold, and what nobody checks. */
const failuresIn = (score: Score): string[] =>
  Object.entries(score).flatMap(([part, { failed }]) => failed.map((one: string) => `${part} ${one}`));
