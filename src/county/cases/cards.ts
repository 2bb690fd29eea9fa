/** A case as it is shown: to staff, to the unit that has it, to the person who asked, in a group. */
import type { Choice, Reply, ReplyPart } from '../../dialogue/reply.ts';
import { say as sayValue } from '../../dialogue/understand/index.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { maskName, maskPhone } from '../masking.ts';
import { isHeld } from '../pools/holding.ts';
import { stayWords } from '../pools/wanted.ts';
import { caseRules, type Party } from '../roles.ts';
import { sayAnswers } from '../say-answers.ts';
import { openText } from '../sealed.ts';
import { detailsOpen, movesOf, UNIT } from './actions.ts';
import { type Day, leftWords } from './deadlines.ts';
import type { CaseFile, World } from './file.ts';
import { countOf, RED, timesUrged, YELLOW } from './timeline.ts';

/** 10月14日 周三. Deadlines are weeks away, never a year: the year is left out. */
export const dayOf = (date: Day | undefined): string =>
  date === undefined
    ? '没有期限'
    : date === 'unknown'
      ? '期限待定（放假安排还没公布）'
      : sayValue({ kind: 'date', date, precision: '日' }).replace(/^\d{4}年/u, '');

/** What a case is about, short and without personal values. */
export function titleOf(file: CaseFile): string {
  if (file.row.guard !== '') return `${file.matter}（涉及个人）`;
  return file.row.title || file.matter;
}

/** Who asked, as a reader may see it. */
export function askerOf(file: CaseFile, masked: boolean): string {
  if (file.answers.署名 === '匿名') return '匿名';
  const name = file.person?.name;
  if (!name) return '一位来访者';
  return masked ? maskName(name) : name;
}

/** 已逾期 2 个工作日, 今天到期 … */
export const leftOf = (world: World, file: CaseFile): string => {
  const { due, pausedSince } = file.standing;
  if (pausedSince) return '已暂停';
  return due === undefined ? '' : leftWords(world.county.calendar, dateOf(world.now), due);
};

/** Cards and urgings on record: 黄牌、催办 2 次. */
export function marksOf(file: CaseFile): string {
  const urged = timesUrged(file.steps);
  const marks = [
    ...(file.row.urgent ? ['加急'] : []),
    ...(countOf(file.steps, RED) > 0 ? ['红牌'] : countOf(file.steps, YELLOW) > 0 ? ['黄牌'] : []),
    ...(urged > 0 ? [`催办 ${urged} 次`] : []),
    ...(countOf(file.steps, '延期') > 0 ? ['已延期'] : []),
  ];
  return marks.join('、');
}

export interface Reader {
  parties: readonly Party[];
  /** In a group names are masked and what was said is not shown. */
  group: boolean;
}

/** The card of a case for a reader, with the buttons of what the reader may do now. */
export function caseCard(world: World, file: CaseFile, reader: Reader, opening?: string): Reply {
  const { stage } = file.standing;
  const closed = stage.final
    ? []
    : [{ label: '期限', text: [dayOf(file.standing.due), leftOf(world, file)].filter(Boolean).join('，') }];
  const items = [
    { label: '事项', text: titleOf(file) },
    { label: '现在', text: [stage.name, file.unit?.name].filter(Boolean).join('，') },
    ...closed,
    ...(file.standing.stageDue ? [{ label: '签收', text: `${dayOf(file.standing.stageDue)}前` }] : []),
    ...(marksOf(file) ? [{ label: '标记', text: marksOf(file) }] : []),
    ...holdingItem(world, file, reader.group),
    ...detailItems(world, file, reader),
  ];
  const notes = notesFor(file, reader);
  const call = canCall(file, reader) && phoneFor(world, file) !== '' ? [button(file, SEE_PHONE)] : [];
  const buttons = reader.group ? [] : [...buttonsFor(file, reader.parties), ...call];
  return {
    title: `${file.matter} ${file.row.no}`,
    ...(file.row.urgent ? { tone: 'urgent' as const } : {}),
    parts: [
      ...(opening ? [{ type: 'text' as const, text: opening }] : []),
      { type: 'list', items },
      ...notes.map((text): ReplyPart => ({ type: 'text', text })),
      ...(buttons.length > 0 ? [{ type: 'buttons' as const, buttons }] : []),
    ],
  };
}

/** The unit of a pool it has; where it has none, that somebody has to see to it. */
function holdingItem(world: World, { flow, holding, standing }: CaseFile, group: boolean) {
  if (!flow?.occupies || group) return [];
  const label = holding?.pool ?? flow.occupies.pool;
  if (holding) {
    const gone = isHeld(holding) ? '' : '，已经让出';
    return [{ label, text: `${stayWords(holding, dateOf(world.now))}${gone}` }];
  }
  return standing.stage.final ? [] : [{ label, text: '没有占上，请人工安排' }];
}

const onlyUnit = (parties: readonly Party[]): boolean =>
  parties.every((party) => party === UNIT || party === '转达领导');

/** Who asked and what was said: in private, and for a unit only what it may have. */
function detailItems(
  world: World,
  file: CaseFile,
  { parties, group }: Reader,
): { label: string; text: string }[] {
  if (file.row.guard === '限主任' && !parties.includes('主任') && !parties.includes('本人')) return [];
  const asker = { label: '诉求人', text: askerOf(file, group) };
  if (group) return [asker];
  if (parties.length === 1 && parties[0] === '转达领导') return [asker];
  if (onlyUnit(parties) && !detailsOpen(file))
    return [{ label: '情况', text: '涉及个人情况，本人同意后转来' }];
  const phone = phoneFor(world, file);
  const said = sayAnswers(file.flow, file.answers, false).filter(
    ({ label }) => label !== '姓名' || file.answers.署名 !== '匿名',
  );
  const beside = BESIDE_THE_FILE.filter((name) => said.every(({ label }) => label !== name)).flatMap(
    (label) => (file.answers[label] ? [{ label, text: String(file.answers[label]) }] : []),
  );
  return [
    asker,
    ...[...said, ...beside]
      .filter(({ label, text }) => !STAND_ALREADY.has(label) && ![titleOf(file), asker.text].includes(text))
      .map(({ label, text }) => ({ label, text: withoutNumbers(text) })),
    ...(phone ? [{ label: '电话', text: maskPhone(phone) }] : []),
  ];
}

/** What was said and later asked for, also where no question of the file is called so. */
const BESIDE_THE_FILE = ['内容', '要求'] as const;

/** Answers that other lines of the card say: who asked, under which number, how urgent. */
const STAND_ALREADY = new Set(['署名', '联系电话', '手机', '缓急']);

/** The number the person left for this, else the one on record; nobody's where they stay unnamed. */
export function phoneFor(world: World, file: CaseFile): string {
  if (file.answers.署名 === '匿名') return '';
  const left = file.answers.联系电话;
  return typeof left === 'string' ? left : openText(world.secrets, file.person?.phone ?? null);
}

/** Phone and ID numbers that were typed into a text are masked like all others. */
export const withoutNumbers = (text: string): string =>
  text.replace(/\d{17}[\dXx]|\d{11}/gu, (digits) => `${digits.slice(0, 3)}****${digits.slice(-4)}`);

function notesFor(file: CaseFile, { parties, group }: Reader): string[] {
  const notes: string[] = [];
  if (file.row.guard === '回避') notes.push('涉及个人，请由单位负责人处理，当事人回避。');
  if (file.row.guard === '限主任' && parties.includes('主任'))
    notes.push('涉及检举控告，只有您能看到。请依规转纪检监察或信访机关处理，不要转给被反映的人和单位。');
  if (group) notes.push('完整情况请私聊我查。');
  return notes;
}

/** Showing the whole number is no step of the case; it is noted who looked. */
export const SEE_PHONE = '看电话';

/** Whoever works on an open case may call the person; a unit, once it may have the details. */
export const canCall = (file: CaseFile, { parties, group }: Reader): boolean =>
  !group &&
  !file.standing.stage.final &&
  file.row.guard !== '限主任' &&
  caseRules.看电话.some((party) => parties.includes(party) && (party !== UNIT || detailsOpen(file)));

/** Moves that are made from a list or by word, not by a button on every card. */
const quiet = new Set([
  '催办',
  '黄牌',
  '红牌',
  '改派',
  '暂停',
  '合并',
  '加急',
  '补充',
  '不愿评价',
  '未接通',
  '挂账',
  '终止',
]);

/** Buttons of a reader; a case of a unit shows staff how to urge it. */
export function buttonsFor(file: CaseFile, parties: readonly Party[]): Choice[] {
  if (file.row.guard === '限主任' && !parties.includes('主任')) return [];
  const staff = parties.includes('人才办');
  const moves = movesOf(file).filter(
    ({ action, who, closed }) =>
      !closed &&
      who.some((party) => parties.includes(party)) &&
      (staff && file.unit && !file.standing.stage.final && action.name === '催办'
        ? true
        : !quiet.has(action.name)),
  );
  const named = moves
    .filter(
      ({ action }) => action.name !== '仍不满意' || !moves.some((move) => move.action.name === '不满意'),
    )
    .filter(({ action }) => !action.name.endsWith('同意转达') && (action.name !== '撤回' || !staff));
  return named.slice(0, 6).map(({ action }, index) => button(file, action.name, index === 0));
}

export const button = (file: CaseFile, act: string, primary = false): Choice => ({
  label: act === '仍不满意' ? '不满意' : act,
  ...(primary ? { style: 'primary' } : {}),
  payload: { for: 'case', no: file.row.no, act },
});

/** Who asked: a person of the county, else the name they gave. */
export const askerIn = ({
  person,
  answers,
}: {
  person?: { name: string };
  answers: Record<string, unknown>;
}): string =>
  answers.署名 === '匿名'
    ? '匿名'
    : (person?.name ?? (typeof answers.姓名 === 'string' ? answers.姓名 : '一位来访者'));
