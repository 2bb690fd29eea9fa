/** A question as words and buttons. */
import type { Choice, ReplyPart } from '../reply.ts';
import { countOf } from './files.ts';
import type { Field } from './flow.ts';
import { formPart } from './form.ts';
import type { Question } from './next.ts';
import { summaryParts } from './summary.ts';
import { payload, sayValue, type Turn } from './turn.ts';
import { sayDay } from './types/date.ts';
import { TYPES } from './types/index.ts';

/** The file's own words for a question, or plain ones. */
const askOf = (field: Field): string => field.ask ?? `请问${field.name}？`;

/** The question in words. `brief`: it was put before, so only a reminder of it. */
export function questionText(turn: Turn, { field, slot, kind }: Question, brief: boolean): string {
  const held = turn.draft.answers[slot];
  switch (kind) {
    case 'verify':
      return `${field.name}还是 ${held ? sayValue(turn, field, held.value) : ''}，对吗？`;
    case 'more':
      if (field.type === '列表') return field.askMore ?? `还有别的${field.name}吗？没有就说“没有了”。`;
      return `${field.name}收到 ${countOf(field, Array.isArray(held?.value) ? held.value.length : 0)}。还有就接着发，发完了说“发完了”。`;
    case 'change':
      if (held === undefined && field.type !== '列表') return askOf(field);
      return field.type === '列表'
        ? `${field.name}怎么改？可以说“删掉第1条”，或者直接说一条新的。`
        : `${field.name}改成什么？`;
    case 'ask':
      return `${askOf(field)}${!brief && field.optional && !/跳过|没有/.test(askOf(field)) ? '（不填就说“跳过”）' : ''}`;
  }
}

/** The question's own buttons. */
export function questionButtons(turn: Turn, { field, slot, kind }: Question): Choice[] {
  const button = (label: string, act: Parameters<typeof payload>[1], value?: string | boolean): Choice => ({
    label,
    payload: payload(turn, act, { slot, ...(value === undefined ? {} : { value }) }),
  });
  if (kind === 'verify') return [button('对', 'verify'), button('换一个', 'change')];
  if (kind === 'more') return [button(field.type === '列表' ? '没有了' : '发完了', 'done')];
  const choices = choiceButtons(field, button);
  return field.optional && kind === 'ask' ? [...choices, button('跳过', 'skip')] : choices;
}

function choiceButtons(
  field: Field,
  button: (label: string, act: 'answer', value: string | boolean) => Choice,
): Choice[] {
  if (field.type === '是否') {
    const [yes, no] = askOf(field).includes('同意') ? ['同意', '不同意'] : ['是', '否'];
    return [button(yes!, 'answer', true), button(no!, 'answer', false)];
  }
  return field.type === '单选' && field.options.length <= 12
    ? field.options.map(({ label }) => button(label, 'answer', label))
    : [];
}

/** The parts that put the next question: words with buttons, or a form where one was asked for. */
export function questionParts(turn: Turn, question: Question): ReplyPart[] {
  const text: ReplyPart = { type: 'text', text: questionText(turn, question, turn.brief) };
  if (turn.card) {
    const form = formPart(turn, turn.card.errors);
    if (form) return [{ type: 'text', text: '请填一下这张表，填好点“填好了”。' }, form];
  }
  const buttons = questionButtons(turn, question);
  return buttons.length > 0 ? [text, { type: 'buttons', buttons }] : [text];
}

/** The summary that asks for 确认. */
export function confirmParts(turn: Turn): ReplyPart[] {
  return [
    { type: 'text', text: '请核对一下。没问题就说“确认”；要改就说“第3项改成…”或“改手机”这样。' },
    ...summaryParts(turn),
    {
      type: 'buttons',
      buttons: [
        { label: '确认提交', payload: payload(turn, 'confirm'), style: 'primary' },
        { label: '稍后再说', payload: payload(turn, 'later') },
      ],
    },
  ];
}

/** The words and buttons of a question put between: which of them, shall it be replaced, which first. */
export function pendingParts(turn: Turn): ReplyPart[] {
  const { pending } = turn.draft;
  if (!pending) return [];
  const fieldNamed = (name: string) => turn.flow.fields.find((field) => field.name === name);
  switch (pending.kind) {
    case 'which-value':
      return asking(
        `${pending.slot.replace(/^.*\./, '')}是哪一个？`,
        pending.options.map(({ label, value }) => ({
          label,
          payload: payload(turn, 'choose', { slot: pending.slot, value }),
        })),
      );
    case 'overwrite': {
      const field = fieldNamed(pending.slot);
      const held = turn.draft.answers[pending.slot];
      const say = (value: typeof pending.value) => (field ? sayValue(turn, field, value) : '');
      return asking(`${pending.slot}已有 ${held ? say(held.value) : ''}，要换成 ${say(pending.value)} 吗？`, [
        { label: '换', payload: payload(turn, 'overwrite') },
        { label: '不换', payload: payload(turn, 'keep') },
      ]);
    }
    case 'which-slot':
    case 'which-file':
    case 'which-fix':
      return asking(
        pending.kind === 'which-file' ? '这个文件是哪一项的？' : '是哪一项？',
        pending.slots.map((slot) => ({ label: slot, payload: payload(turn, 'choose', { slot }) })),
      );
    case 'half':
      return [
        {
          type: 'text',
          text:
            pending.day === null
              ? `${pending.words}，是哪一天？`
              : `${sayDay(pending.day)}${pending.words}几点？`,
        },
      ];
    case 'other-flow': {
      const other = turn.input.flows.get(pending.flow);
      return asking(`要先办“${other?.name ?? ''}”，还是先把“${turn.flow.name}”填完？`, [
        { label: `先办${other?.name ?? ''}`, payload: payload(turn, 'switch') },
        { label: '先填完', payload: payload(turn, 'stay') },
      ]);
    }
  }
}

const asking = (text: string, buttons: Choice[]): ReplyPart[] => [
  { type: 'text', text },
  { type: 'buttons', buttons },
];

/**
 * What helps after a question was missed: the rule's own words, then an
 * example, then buttons beside it. `refused`: the words said why already.
 */
export function reprompt(turn: Turn, question: Question, tries: number, refused: boolean): ReplyPart[] {
  const first = questionButtons(turn, question);
  if (refused && tries < 2) return first.length > 0 ? [{ type: 'buttons', buttons: first }] : [];
  const example = TYPES[question.field.type].example(question.field);
  const lead = example && question.kind !== 'more' ? `可以这样说：${example}。` : '';
  const text: ReplyPart = { type: 'text', text: `${lead}${questionText(turn, question, true)}` };
  const own = questionButtons(turn, question);
  if (tries < 2) return own.length > 0 ? [text, { type: 'buttons', buttons: own }] : [text];
  const help: Choice[] = [
    ...own,
    ...(TYPES[question.field.type].input ? [{ label: '用表格填', payload: payload(turn, 'card') }] : []),
    { label: '转人工', payload: payload(turn, 'hand-over') },
  ];
  return [text, { type: 'buttons', buttons: help }];
}
