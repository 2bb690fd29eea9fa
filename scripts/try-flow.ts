/** One matter in the terminal: what is typed is said to it, nothing is really done. */
import { converse, finished } from '../src/dialogue/flow/converse.ts';
import type { Flow, FlowBook } from '../src/dialogue/flow/flow.ts';
import {
  type Conversation,
  type Effect,
  emptyConversation,
  type Input,
  type Output,
  type Said,
} from '../src/dialogue/flow/input.ts';
import { after, localMinute, parseSpan } from '../src/dialogue/flow/time.ts';
import { wordsOf } from '../src/dialogue/reply.ts';

const HINT = '在这里跟它聊，什么都不会真办。发文件：“/发 证书.jpg”；过一会儿：“/等 2小时”；结束：“/退出”。';

/** Monday to Friday; what a county's calendar makes of holidays is not tried here. */
const weekdays = {
  validUntil: '9999-12-31',
  isWorkday: (date: string) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
};

export interface Trial {
  book: FlowBook;
  flow: Flow;
  /** ms; where the trial's clock starts. */
  now: number;
  out(text: string): void;
}

/** Runs the talk over the lines that are typed. Resolves when they end or “/退出” is typed. */
export async function tryFlow(trial: Trial, lines: AsyncIterable<string>): Promise<void> {
  const { book, flow, out } = trial;
  let conversation: Conversation = emptyConversation();
  let now = trial.now;
  let made = 0;
  const input = (said: Said): Input => ({
    conversation,
    said,
    place: 'p2p',
    now,
    calendar: weekdays,
    office: [{ from: '09:00', to: '17:00' }],
    flows: book,
    known: () => undefined,
    // Whoever tries a matter may use it.
    roles: flow.who,
    newId: () => `try-${++made}`,
  });
  const show = (output: Output): void => {
    conversation = output.conversation;
    for (const reply of output.replies) out(wordsOf(reply));
    for (const effect of output.effects) deed(effect);
  };
  const deed = (effect: Effect): void => {
    if (effect.type === 'hand-over') out(`（会转人工：${effect.reason}）`);
    if (effect.type !== 'submit') return;
    out(`（会做：${effect.action}，交上去的是 ${JSON.stringify(effect.answers)}）`);
    show(finished(input({ kind: 'tick' }), effect.draft, { ok: true, values: { 编号: '试-0001' } }));
  };
  const said = (line: string): Said | undefined => {
    const wait = /^\/等\s*(.+)$/u.exec(line);
    const span = wait ? parseSpan(wait[1] ?? '') : undefined;
    if (wait && !span) {
      out('“/等”后面写多久，比如“/等 2小时”。');
      return undefined;
    }
    if (span) {
      now = after(now, span, weekdays);
      out(`（现在是 ${localMinute(now)}）`);
      return { kind: 'tick' };
    }
    const sent = /^\/发\s*(.+)$/u.exec(line);
    if (!sent) return { kind: 'text', text: line };
    const names = (sent[1] ?? '').split(/[\s,，、]+/u).filter(Boolean);
    return { kind: 'files', files: names.map((name, index) => ({ id: `f${index}`, kind: 'file', name })) };
  };
  out(HINT);
  const first = flow.triggers[0];
  if (first !== undefined) {
    out(`> ${first}`);
    show(converse(input({ kind: 'text', text: first })));
  }
  for await (const line of lines) {
    const words = line.trim();
    if (words === '/退出') return;
    const what = words === '' ? undefined : said(words);
    if (!what) continue;
    const output = converse(input(what));
    show(output);
    if (!output.heard) out(`（没有在办的事。说“${first ?? flow.name}”重新开始。）`);
  }
}
