/** What a compiled flow says about itself that cannot be true. One small rule a function. */
import {
  CASELESS_ACTIONS,
  OVERDUE_ACTIONS,
  POOLLESS_ACTIONS,
  REMINDED,
  ROSTERLESS_ACTIONS,
  SUBMIT_ACTIONS,
} from './actions.ts';
import type { Path, Report } from './compile.ts';
import { type Condition, pathsOf } from './condition.ts';
import { didYouMean } from './faults.ts';
import type { Field, Flow } from './flow.ts';
import { phraseRules } from './lint-phrases.ts';
import { isSensitive, TYPES } from './types/index.ts';

/** Where a field stands in the file. */
export type Placed = { field: Field; path: Path; earlier: Field[]; list?: Field };

/** Reports every fault of one flow. `actions` are the words 提交.做 may use. */
export function lintFlow(flow: Flow, report: Report, actions: readonly string[] = SUBMIT_ACTIONS): void {
  const placed = place(flow.fields, ['问题']);
  duplicates(flow.fields, ['问题'], report);
  for (const one of placed) {
    if (one.field.item.length > 0) duplicates(one.field.item, [...one.path, '每条'], report);
    whenRule(one, flow, report);
    optionRules(one, report);
    checkRules(one, flow, report);
    deriveRules(one, flow, report);
    detailRules(one, flow, report);
    phraseRules(one, flow, report);
  }
  submitRules(flow, report, actions);
  stageRules(flow, report);
  reminderRules(flow, report);
  poolRules(flow, report);
  rosterRules(flow, report);
  if (flow.place !== '私聊')
    for (const { field, path } of placed)
      if (isSensitive(field))
        report.add(path, `“${field.name}”是敏感信息，不能在群里问；请把“场合”改成私聊，或去掉这个问题`);
}

function place(fields: Field[], at: Path, list?: Field, before: Field[] = []): Placed[] {
  return fields.flatMap((field, index) => {
    const path = [...at, index, headOf(field)];
    const earlier = [...before, ...fields.slice(0, index)];
    const own: Placed = { field, path, earlier, ...(list ? { list } : {}) };
    return [own, ...place(field.item, [...path, '每条'], field, [...earlier, field])];
  });
}

/** The key as written is lost in compiling; the line is kept in the field itself. */
const headOf = (field: Field): string => `${field.name}(${field.type}${field.optional ? '?' : ''})`;

function duplicates(fields: Field[], path: Path, report: Report): void {
  const seen = new Map<string, Field>();
  for (const [index, field] of fields.entries()) {
    const first = seen.get(field.name);
    if (first) report.add([...path, index], `“${field.name}”在第 ${first.line} 行已经用过，请换一个名称`);
    else seen.set(field.name, field);
    for (const { name } of field.derives)
      if (fields.some((other) => other.name === name && other !== field && fields.indexOf(other) < index))
        report.add([...path, index], `“${name}”前面已经问过，“得出”里就不要再算一遍`);
  }
}

const known = (fields: Field[], name: string): boolean =>
  fields.some((field) => field.name === name || field.derives.some((derive) => derive.name === name));

function whenRule({ field, path, earlier, list }: Placed, flow: Flow, report: Report): void {
  if (!field.when) return;
  const at = [...path, '当'];
  if (!mentions(field.when, [...flow.fields, ...(list?.item ?? [])]))
    report.add(at, `“当”里没有提到任何问题，请写成“类别 是 技能”这样，名称要和前面的问题一样`);
  for (const [name] of pathsOf(field.when)) {
    if (known(earlier, name!)) continue;
    report.add(
      at,
      known(flow.fields, name!) || known(list?.item ?? [], name!)
        ? `“当”用到的“${name}”在后面才问，请把“${name}”移到“${field.name}”前面`
        : `“当”用到的“${name}”不存在，${didYouMean(
            name!,
            earlier.map((one) => one.name),
          )}`,
    );
  }
  valueRules(field.when, earlier, at, report);
  if (impossible(field.when)) report.add(at, `“${field.name}”永远问不到：“当”里的条件不能同时成立`);
}

const mentions = (condition: Condition, fields: Field[]): boolean =>
  pathsOf(condition).some(([name]) => known(fields, name!)) || pathsOf(condition).length > 0;

/** Values that a choice is compared with must be among its options. */
function valueRules(condition: Condition, fields: Field[], at: Path, report: Report): void {
  if (condition.is === 'all' || condition.is === 'any') {
    for (const part of condition.of) valueRules(part, fields, at, report);
    return;
  }
  if (condition.is === 'not') valueRules(condition.of, fields, at, report);
  if (condition.is !== 'compare') return;
  const { left, op, right } = condition;
  if (left.at !== 'path' && (op === '是' || op === '不是' || op === '属于')) {
    const name = left.at === 'value' ? String(left.value) : '';
    report.add(
      at,
      `条件里的“${name}”不是前面问过的问题，${didYouMean(
        name,
        fields.map((one) => one.name),
      )}请核对名称`,
    );
    return;
  }
  if (left.at !== 'path' || left.path.length > 1) return;
  const field = fields.findLast((one) => one.name === left.path[0]);
  if (!field) return;
  const labels = field.type === '是否' ? ['是', '否'] : field.options.map((option) => option.label);
  if (labels.length === 0) return;
  const values = right.at === 'value' ? [right.value] : right.at === 'list' ? right.values : [];
  for (const value of values)
    if (!labels.includes(String(value)))
      report.add(
        at,
        `“${field.name}”没有“${value}”这个选项，${didYouMean(String(value), labels)}可以写：${labels.join(' ')}`,
      );
}

/** 类别 是 甲 且 类别 是 乙 cannot be. */
function impossible(condition: Condition): boolean {
  if (condition.is !== 'all') return condition.is === 'any' && condition.of.every(impossible);
  const fixed = new Map<string, string>();
  for (const part of condition.of) {
    if (impossible(part)) return true;
    if (part.is !== 'compare' || part.op !== '是' || part.left.at !== 'path' || part.right.at !== 'value')
      continue;
    const name = part.left.path.join('.');
    const value = String(part.right.value);
    if (fixed.has(name) && fixed.get(name) !== value) return true;
    fixed.set(name, value);
  }
  return false;
}

function optionRules({ field, path }: Placed, report: Report): void {
  const at = [...path, '选'];
  const choosing = field.type === '单选' || field.type === '多选';
  if (choosing && field.options.length === 0)
    report.add(path, `“${field.name}”是${field.type}，请加“选: [甲, 乙]”`);
  if (!choosing && field.options.length > 0)
    report.add(at, `“${field.name}”的类型是${field.type}，不能有“选”；请把类型改成单选`);
  const owner = new Map<string, string>();
  for (const { label, words } of field.options)
    for (const word of [label, ...words]) {
      const other = owner.get(word);
      if (other === label) report.add([...at, label], `“${label}”里的“${word}”写了两遍，请删掉一个`);
      else if (other !== undefined)
        report.add([...at, label], `“${word}”同时指“${other}”和“${label}”，请只留在一个选项下`);
      else owner.set(word, label);
    }
}

function checkRules({ field, path, list }: Placed, flow: Flow, report: Report): void {
  const rules = [
    ...field.checks.map((check) => ({ check, at: [...path, '检查'], inner: list?.item ?? [] })),
    ...field.itemChecks.map((check) => ({ check, at: [...path, '每条检查'], inner: field.item })),
  ];
  for (const { check, at, inner } of rules) {
    const fields = [...flow.fields, ...inner];
    for (const path of pathsOf(check.condition)) {
      const [name, part] = path;
      const target = fields.find((one) => one.name === name);
      if (!known(fields, name!)) report.add(at, `“检查”用到的“${name}”不存在，请核对名称`);
      else if (target && part !== undefined && !TYPES[target.type].parts?.[part])
        report.add(at, partFault(target, part));
    }
    if (pathsOf(check.condition).length === 0)
      report.add(at, '“检查”里没有提到任何问题，名称要和问题的名称一样');
  }
}

function partFault(field: Field, part: string): string {
  const parts = Object.keys(TYPES[field.type].parts ?? {});
  return `“${field.name}.${part}”取不到：${field.type}${parts.length > 0 ? `只有 ${parts.join(' ')}` : '没有分项'}`;
}

function deriveRules({ field, path }: Placed, _flow: Flow, report: Report): void {
  for (const { name, path: source } of field.derives) {
    const at = [...path, '得出', name];
    if (source[0] !== field.name) report.add(at, `“得出”只能从本题取，请写成“${field.name}.…”`);
    else if (source[1] !== undefined && !TYPES[field.type].parts?.[source[1]])
      report.add(at, partFault(field, source[1]));
  }
}

function detailRules({ field, path, earlier, list }: Placed, flow: Flow, report: Report): void {
  if (field.type === '列表' && field.item.length === 0)
    report.add(path, `“${field.name}”是列表，请加“每条”，写明一条里有哪些问题`);
  if (field.type !== '列表' && field.item.length > 0) report.add([...path, '每条'], '只有列表才能写“每条”');
  if (list && ['列表', '文件', '照片', '说明'].includes(field.type))
    report.add(path, `“每条”里不能放${field.type}，请把“${field.name}”移到外面`);
  if (field.max !== undefined && field.min > field.max)
    report.add([...path, '最少'], `“最少”${field.min} 比“最多”${field.max} 还大，请改过来`);
  if (field.endOnNo !== undefined && field.type !== '是否')
    report.add([...path, '答否'], '只有“是否”才能写“答否”');
  if (field.inferFrom !== undefined && !known(earlier, field.inferFrom))
    report.add([...path, '推'], `“推”用到的“${field.inferFrom}”不存在或在后面才问，请移到前面`);
  if (
    field.fallback !== undefined &&
    field.options.length > 0 &&
    !field.options.some((one) => one.label === field.fallback)
  )
    report.add(
      [...path, '缺省'],
      `“缺省”的“${String(field.fallback)}”不在选项里，可以写：${field.options.map((one) => one.label).join(' ')}`,
    );
  if (flow.fields.some((other) => other !== field && field.formerNames.includes(other.name)))
    report.add([...path, '曾用名'], '“曾用名”和现在的另一个问题同名，请删掉');
}

function submitRules(flow: Flow, report: Report, actions: readonly string[]): void {
  if (!flow.submit) {
    if (flow.stages.length === 0)
      report.add([], '没有写“提交”也没有写“办理”，填完之后不知道做什么；请加“提交: {做: …}”');
    return;
  }
  const { action, key } = flow.submit;
  if (!actions.includes(action))
    report.add(
      ['提交', '做'],
      `不认识动作“${action}”，${didYouMean(action, actions)}可以写：${actions.join(' ')}`,
    );
  if (key !== undefined && !known(flow.fields, key))
    report.add(['提交', '唯一'], `“唯一”用到的“${key}”不存在，请核对名称`);
}

function stageRules(flow: Flow, report: Report): void {
  const names = flow.stages.map((stage) => stage.name);
  const reached = new Set(names.slice(0, 1));
  for (const stage of flow.stages) {
    const at = ['办理', stage.name];
    for (const action of stage.actions) {
      if (action.to === undefined) continue;
      reached.add(action.to);
      if (!names.includes(action.to))
        report.add(
          [...at, '操作', action.name],
          `没有“${action.to}”这个环节，${didYouMean(action.to, names)}现有：${names.join(' ')}`,
        );
    }
    for (const { do: action } of stage.overdue)
      if (!(OVERDUE_ACTIONS as readonly string[]).includes(action))
        report.add([...at, '逾期'], `不认识动作“${action}”，可以写：${OVERDUE_ACTIONS.join(' ')}`);
    if (!stage.final && stage.actions.every((action) => action.to === undefined))
      report.add(at, `“${stage.name}”进得去出不来，请加“操作”，或写“终: 是”`);
    if (!stage.final && stage.who.length === 0) report.add(at, `“${stage.name}”没写由谁办，请加“谁”`);
  }
  for (const stage of flow.stages)
    if (!reached.has(stage.name))
      report.add(['办理', stage.name], `没有操作能走到“${stage.name}”，请检查各环节的“到”`);
  if (flow.stages.length > 0 && !flow.stages.some((stage) => stage.final))
    report.add(['办理'], '没有一个环节写了“终: 是”，事情永远办不完');
}

const DATED = ['日期', '日期时间'];

/** A reminder counts from one whole day of a case's record, and is told to people the case knows. */
function reminderRules(flow: Flow, report: Report): void {
  if (flow.reminders.length > 0 && CASELESS_ACTIONS.includes(flow.submit?.action ?? ''))
    report.add(['提醒'], `“提醒”只对立案的事项起作用，“做: ${flow.submit!.action}”不立案，请删掉“提醒”`);
  for (const [index, { about, before, after, tells }] of flow.reminders.entries()) {
    const at = ['提醒', index];
    const field = flow.fields.find(({ name }) => name === about);
    const dates = flow.fields.filter(({ type }) => DATED.includes(type)).map(({ name }) => name);
    if (!known(flow.fields, about))
      report.add(at, `“提醒”用到的“${about}”不存在，${didYouMean(about, dates)}请写一个问日期的问题`);
    else if (field && !DATED.includes(field.type))
      report.add(at, `“${about}”是${field.type}，数不出是哪一天；“提醒”要“关于”一个日期`);
    if (before && after) report.add(at, '“前”和“后”只能写一个');
    for (const who of tells)
      if (!(REMINDED as readonly string[]).includes(who))
        report.add(at, `“提醒”不认识“${who}”，可以写：${REMINDED.join(' ')}`);
  }
}

/** A unit is taken from one whole day of a case's record to another, and let go at an action that its stages know. */
function poolRules(flow: Flow, report: Report): void {
  const { occupies } = flow;
  if (!occupies) return;
  const action = flow.submit?.action ?? '';
  if (POOLLESS_ACTIONS.includes(action))
    report.add(['占用'], `“占用”只对立案的事项起作用，“做: ${action}”占不了，请改成“做: 立案”，或删掉“占用”`);
  const dates = flow.fields.filter(({ type }) => DATED.includes(type)).map(({ name }) => name);
  for (const [key, name] of [
    ['从', occupies.from],
    ['到', occupies.to],
  ] as const) {
    const field = flow.fields.find((one) => one.name === name);
    if (!known(flow.fields, name))
      report.add(
        ['占用', key],
        `“占用”的“${key}”用到的“${name}”不存在，${didYouMean(name, dates)}请写一个问日期的问题`,
      );
    else if (field && !DATED.includes(field.type))
      report.add(['占用', key], `“${name}”是${field.type}，数不出是哪一天；“${key}”要写一个问日期的问题`);
  }
  if (occupies.from === occupies.to)
    report.add(['占用', '到'], '“从”和“到”是同一个问题，一天也占不上；“到”要写另一个日期');
  const ways = flow.stages.flatMap((stage) => stage.actions.map(({ name }) => name));
  for (const name of occupies.yields)
    if (!ways.includes(name))
      report.add(
        ['占用', '让出'],
        `“让出”用到的“${name}”不是哪个环节的操作，${didYouMean(name, ways)}${ways.length > 0 ? `可以写：${[...new Set(ways)].join(' ')}` : '请先写“办理”'}`,
      );
}

/** A roster lists cases; an action that takes one off leads to a stage in which it is off. */
function rosterRules(flow: Flow, report: Report): void {
  const { roster, submit, stages } = flow;
  if (!roster) return;
  const action = submit?.action ?? '';
  if (ROSTERLESS_ACTIONS.includes(action))
    report.add(
      ['造册'],
      `“造册”只对立案的事项起作用，“做: ${action}”编不进名册，请改成“做: 立案”，或删掉“造册”`,
    );
  const ways = stages.flatMap((stage) => stage.actions);
  const names = [...new Set(ways.map(({ name }) => name))];
  for (const name of roster.drops ?? []) {
    const way = ways.find((one) => one.name === name);
    if (!way)
      report.add(
        ['造册', '除名'],
        `“除名”用到的“${name}”不是哪个环节的操作，${didYouMean(name, names)}${names.length > 0 ? `可以写：${names.join(' ')}` : '请先写“办理”'}`,
      );
    else if (ways.some((one) => one.name === name && one.to === undefined))
      report.add(['造册', '除名'], `“${name}”没有“到”，除了名还停在原来的环节；请在“办理”里给它写上“到”`);
  }
}

/** What runs, though the clerk may have meant something else. */
export function hintsOf(flow: Flow, report: Report): void {
  const ends = flow.stages.filter(({ final }) => final).map(({ name }) => name);
  if (flow.roster && flow.roster.drops === undefined && ends.length > 1)
    report.add(
      ['造册'],
      `有 ${ends.length} 种结局（${ends.join('、')}），办成哪一种都留在册上；没办成的请写明，比如“造册: {册: ${flow.roster.name}, 除名: [退回]}”`,
    );
  if (flow.every && flow.place === '群聊')
    report.add(['每'], '“每”到期是私下提醒本人的，这件事却只能在群里办；请把“场合”改成“私聊”或“不限”');
}
