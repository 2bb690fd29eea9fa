/** Plays a dialogue of `dialogues.yaml` over a double and checks what it expects, each by its own checker. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { DoubleContent } from '../../../src/doubles/port.ts';
import { type DialogueCounty, dialogueCounty } from './county.ts';
import { type Look, lookAt } from './look.ts';

const words = z.array(z.string()).default([]);

/** A bare 0345 is read as a number by YAML. */
const caseNumber = z.union([z.string(), z.number().transform((no) => String(no).padStart(4, '0'))]);

const schema = z.object({
  dialogues: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      now: z.string(),
      platform: z.enum(['feishu', 'dingtalk']),
      channel: z.string(),
      turns: z.array(
        z.looseObject({ n: z.number(), from: z.enum(['user', 'bot']), text: z.string().optional() }),
      ),
      expect: z.looseObject({
        facts: z.array(z.looseObject({ record: caseNumber, field: z.string() })).default([]),
        actions: z
          .array(z.looseObject({ type: z.string(), to: z.string().optional(), about: z.string().optional() }))
          .default([]),
        final_state: z.record(z.string(), z.unknown()).default({}),
        not_recorded: words,
        must: words,
        must_not: words,
      }),
    }),
  ),
});
export type Dialogue = z.output<typeof schema>['dialogues'][number];

export const readDialogues = (file: string): Dialogue[] =>
  schema.parse(parse(readFileSync(file, 'utf8'))).dialogues;

export type Checker = (look: Look) => boolean;

/** How a dialogue is set up, and how each of its expectations is looked for. */
export interface Script {
  /** What was there before; gives the account that speaks, and a group where it is said in one. */
  given(county: DialogueCounty): Promise<{ account: string; group?: string }>;
  /** By `record.field`. */
  facts: Record<string, Checker>;
  /** By `type:to`, or `type:about`, or the type alone. */
  actions: Record<string, Checker>;
  states: Record<string, Checker>;
  notRecorded: Record<string, Checker>;
  must: Record<string, Checker>;
  mustNot: Record<string, Checker>;
}

export interface Part {
  held: string[];
  /** Expectations that did not hold, and those nobody checks. */
  failed: string[];
}

export interface Score {
  facts: Part;
  actions: Part;
  states: Part;
  notRecorded: Part;
  must: Part;
  mustNot: Part;
}

/** Plays the user's turns as they are written. */
export async function play(
  dialogue: Dialogue,
  script: Script,
  platform: Dialogue['platform'] = dialogue.platform,
): Promise<{ score: Score; look: Look }> {
  const county = await dialogueCounty(platform, dialogue.now);
  const { account, group } = await script.given(county);
  const chat = group ?? county.double.p2p(account).id;
  const said = new Map<number, string>();
  let heard = 0;
  for (const { n, from, text } of dialogue.turns) {
    if (from !== 'user' || text === undefined) continue;
    await county.double.say(account, chat, contentOf(text, group !== undefined));
    await county.quiet();
    const messages = county.double.messages(chat).filter((one) => one.from === 'bot');
    said.set(
      n,
      messages
        .slice(heard)
        .map(({ content }) => JSON.stringify(content).replaceAll('\\n', '\n'))
        .join('\n'),
    );
    heard = messages.length;
    county.clock.value += 60_000;
  }
  const look = await lookAt(county, said, chat);
  return { score: scoreOf(dialogue, script, look), look };
}

/** `[语音转文字] …` is what a phone's keyboard makes of speech; `[图片:…]` is a picture. */
function contentOf(text: string, inGroup: boolean): DoubleContent {
  const picture = /^\[图片[:：](.*)\]$/u.exec(text);
  if (picture)
    return {
      type: 'image',
      file: {
        name: `${picture[1]}.jpg`,
        mime: 'image/jpeg',
        bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      },
    };
  const words = text.replace(/^\[语音转文字\]\s*/u, '').replace(/^@\S+\s+/u, '');
  return { type: 'text', text: words, ...(inGroup ? { mentionBot: true } : {}) };
}

function scoreOf(dialogue: Dialogue, script: Script, look: Look): Score {
  const { expect } = dialogue;
  const part = (names: string[], checkers: Record<string, Checker>): Part => {
    const held = names.filter((name) => holds(checkers[name], look));
    return { held, failed: names.filter((name) => !held.includes(name)) };
  };
  return {
    facts: part(
      expect.facts.map(({ record, field }) => `${record}.${field}`),
      script.facts,
    ),
    actions: part(
      expect.actions.map(({ type, to, about }) => keyOf(script.actions, type, to, about)),
      script.actions,
    ),
    states: part(
      Object.keys(expect.final_state).filter((key) => expect.final_state[key] !== null),
      script.states,
    ),
    notRecorded: part(expect.not_recorded, script.notRecorded),
    must: part(expect.must, script.must),
    mustNot: part(expect.must_not, script.mustNot),
  };
}

const keyOf = (checkers: Record<string, Checker>, type: string, ...more: (string | undefined)[]): string =>
  more.map((one) => `${type}:${one}`).find((key) => key in checkers) ??
  `${type}${more[0] ? `:${more[0]}` : ''}`;

function holds(checker: Checker | undefined, look: Look): boolean {
  try {
    return checker?.(look) === true;
  } catch {
    return false;
  }
}

const PARTS = ['facts', 'actions', 'states', 'notRecorded', 'must', 'mustNot'] as const;

/** One line a dialogue and one in all. */
export function tableOf(scores: ReadonlyMap<string, Score>): string {
  const cells = (parts: Part[]): string => {
    const held = parts.reduce((sum, part) => sum + part.held.length, 0);
    const all = held + parts.reduce((sum, part) => sum + part.failed.length, 0);
    return `${held}/${all}`.padStart(7);
  };
  const lines = [...scores].map(
    ([id, score]) => `${id}  ${PARTS.map((part) => cells([score[part]])).join(' ')}`,
  );
  const total = PARTS.map((part) => cells([...scores.values()].map((score) => score[part])));
  const both = cells([...scores.values()].flatMap(({ facts, actions }) => [facts, actions]));
  return [
    '      facts actions  states  not-rec    must must-not',
    ...lines,
    `all  ${total.join(' ')}`,
    `facts and actions ${both.trim()}`,
  ].join('\n');
}
