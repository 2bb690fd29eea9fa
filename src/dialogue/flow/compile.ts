/** From the checked shape of a file to a `Flow`. Reports what cannot be compiled, keeps going. */
import { type Condition, ConditionError, type IsName, parseCondition } from './condition.ts';
import { didYouMean, explain } from './faults.ts';
import {
  type Check,
  type DateReminder,
  type Field,
  type Flow,
  type Option,
  type Span,
  type Stage,
  TYPE_NAMES,
  type TypeName,
} from './flow.ts';
import { type Detail, detailSchema, type FileShape } from './schema.ts';
import { parseSpan } from './time.ts';

export type Path = (string | number)[];

/** Where faults go, and which line a path of the file stands on. */
export interface Report {
  add(path: Path, message: string): void;
  lineOf(path: Path): number;
}

const HEAD = /^(.+?)\s*[(（]\s*(.+?)\s*([?？])?\s*[)）]$/u;

/** Compiles a whole file. */
export function compileFlow(file: FileShape, report: Report): Flow {
  const names = namesIn(file.问题);
  const fields = compileFields(file.问题, ['问题'], names, report);
  const [days, from, to] = /^(每天|工作日)\s*(\d{1,2}:\d{2})\s*[-到~]\s*(\d{1,2}:\d{2})$/u
    .exec(file.时限.时段)!
    .slice(1);
  return {
    id: file.编号,
    name: file.事项,
    version: file.版本,
    summary: file.简介,
    triggers: file.触发,
    about: file.关于,
    answers: file.问答.map((one) => ({ words: one.问, says: one.答 })),
    who: file.权限.谁,
    place: file.权限.场合,
    timing: {
      nudges: file.时限.催办.map(span),
      window: { days: days as '每天' | '工作日', from: from!, to: to! },
      expiry: span(file.时限.草稿),
    },
    tolerance: { tries: file.容错.次数, fallback: file.容错.之后 },
    render: file.渲染,
    fields,
    dropped: file.停用,
    confirm: file.确认,
    ...(file.提交
      ? {
          submit: {
            action: file.提交.做,
            ...(file.提交.唯一 === undefined ? {} : { key: file.提交.唯一 }),
            copyTo: file.提交.抄送,
          },
        }
      : {}),
    done: file.完成,
    stages: Object.entries(file.办理 ?? {}).map(([name, raw]) =>
      compileStage(name, raw, report.lineOf(['办理', name])),
    ),
    figures: Object.entries(file.数字 ?? {}).flatMap(([name, figure]) => {
      const where = condition(figure.算, (_word, place) => place === 'left', ['数字', name, '算'], report);
      return where ? [{ name, counts: figure.数, where, rule: figure.口径 }] : [];
    }),
    reminders: (file.提醒 ?? []).map(compileReminder),
    ...(file.占用
      ? {
          occupies: {
            pool: file.占用.池,
            from: file.占用.从,
            to: file.占用.到,
            yields: file.占用.让出,
          },
        }
      : {}),
    ...(file.造册 === undefined ? {} : { roster: compileRoster(file.造册) }),
    ...(file.每 === undefined ? {} : { every: file.每 }),
  };
}

const span = (text: string): Span => parseSpan(text)!;

const compileRoster = (raw: NonNullable<FileShape['造册']>): NonNullable<Flow['roster']> =>
  typeof raw === 'string' ? { name: raw } : { name: raw.册, ...(raw.除名 ? { drops: raw.除名 } : {}) };

/** Every name a condition may speak of: fields and what they give. */
function namesIn(questions: Record<string, unknown>[]): Set<string> {
  const names = new Set<string>();
  for (const question of questions)
    for (const [head, detail] of Object.entries(question)) {
      names.add(HEAD.exec(head)?.[1] ?? head);
      if (detail && typeof detail === 'object' && '得出' in detail)
        for (const name of Object.keys((detail.得出 as object) ?? {})) names.add(name);
    }
  return names;
}

function compileFields(
  questions: Record<string, unknown>[],
  at: Path,
  names: Set<string>,
  report: Report,
): Field[] {
  return questions.flatMap((question, index) =>
    Object.entries(question).flatMap(([head, detail]) => {
      const path = [...at, index, head];
      const field = compileField(head, detail, path, names, report);
      return field ? [field] : [];
    }),
  );
}

function compileField(
  head: string,
  raw: unknown,
  path: Path,
  names: Set<string>,
  report: Report,
): Field | undefined {
  const match = HEAD.exec(head);
  if (!match) {
    report.add(path, `“${head}”没写类型，要写成“名称(类型): 问句”，比如“姓名(人名): 请问您的姓名？”`);
    return undefined;
  }
  const [, name, type, optional] = match as unknown as [string, string, string, string?];
  if (!(TYPE_NAMES as readonly string[]).includes(type)) {
    report.add(path, `不认识类型“${type}”，${didYouMean(type, TYPE_NAMES)}可以用：${TYPE_NAMES.join(' ')}`);
    return undefined;
  }
  const parsed = detailSchema.safeParse(raw === null ? {} : typeof raw === 'string' ? { 问: raw } : raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      report.add([...path, ...(issue.path as Path)], explain(issue, detailSchema));
    return undefined;
  }
  return fieldOf(name, type as TypeName, optional !== undefined, parsed.data, path, names, report);
}

function fieldOf(
  name: string,
  type: TypeName,
  optional: boolean,
  detail: Detail,
  path: Path,
  names: Set<string>,
  report: Report,
): Field {
  const itemNames = namesIn(detail.每条 ?? []);
  const isName = (word: string) => names.has(word);
  const isItemName = (word: string) => itemNames.has(word) || names.has(word);
  const when = detail.当 === undefined ? undefined : condition(detail.当, isName, [...path, '当'], report);
  return {
    name,
    type,
    optional,
    line: report.lineOf(path),
    ...given({
      ask: detail.问,
      askMore: detail.再问,
      why: detail.为什么,
      example: detail.例,
      when,
      from: detail.来自,
      endOnNo: detail.答否 === '结束' ? (detail.结束语 ?? '好的，什么都没有保存。') : undefined,
      max: detail.最多,
      maxBytes: detail.每个,
      unit: detail.单位,
      bias: detail.偏向,
      inferFrom: detail.推,
      fallback: detail.缺省,
      remark: detail.接话,
    }),
    options: optionsOf(detail.选),
    sensitive: detail.敏感 ?? false,
    derives: Object.entries(detail.得出 ?? {}).map(([to, from]) => ({ name: to, path: from.split('.') })),
    checks: checks(detail.检查, isName, [...path, '检查'], report),
    formerNames: detail.曾用名 ?? [],
    phrases: detail.认 ?? [],
    clauses: detail.句 ?? [],
    tacit: detail.默许 ?? false,
    min: detail.最少 ?? (optional ? 0 : 1),
    formats: (detail.格式 ?? []).map((format) => format.toLowerCase().replace(/^\./, '')),
    item: detail.每条
      ? compileFields(detail.每条, [...path, '每条'], new Set([...names, ...itemNames]), report)
      : [],
    itemChecks: checks(detail.每条检查, isItemName, [...path, '每条检查'], report),
  };
}

/** Leaves out what is undefined, as exact optional properties want it. */
function given<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const optionsOf = (raw: Detail['选']): Option[] =>
  raw === undefined
    ? []
    : Array.isArray(raw)
      ? raw.map((label) => ({ label, words: [] }))
      : Object.entries(raw).map(([label, words]) => ({ label, words }));

function checks(raw: Detail['检查'], isName: IsName, path: Path, report: Report): Check[] {
  return (raw ?? []).flatMap((rule, index) =>
    Object.entries(rule).flatMap(([text, message]) => {
      const parsed = condition(text, isName, [...path, index, text], report);
      return parsed ? [{ condition: parsed, message }] : [];
    }),
  );
}

function condition(text: string, isName: IsName, path: Path, report: Report): Condition | undefined {
  try {
    return parseCondition(text, isName);
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    report.add(path, error.message);
    return undefined;
  }
}

function compileStage(name: string, raw: NonNullable<FileShape['办理']>[string], line: number): Stage {
  const limit = raw.时限;
  return {
    name,
    line,
    who: raw.谁 ?? [],
    ...(limit === undefined
      ? {}
      : {
          limit:
            typeof limit === 'string'
              ? span(limit)
              : Object.fromEntries(Object.entries(limit).map(([kind, one]) => [kind, span(one)])),
        }),
    warnings: (raw.预警 ?? []).map(span),
    overdue: (raw.逾期 ?? []).map((one) => ({ after: span(one.过), do: one.做 })),
    actions: Object.entries(raw.操作 ?? {}).map(([action, way]) => ({
      name: action,
      needs: way?.要 ?? [],
      may: way?.可填 ?? [],
      tells: way?.告知 ?? [],
      ...given({
        to: way?.到,
        times: way?.限,
        atMost: way?.最多 === undefined ? undefined : span(way.最多),
        limit: way?.时限 === undefined ? undefined : span(way.时限),
      }),
    })),
    final: raw.终 ?? false,
  };
}

function compileReminder(raw: NonNullable<FileShape['提醒']>[number]): DateReminder {
  return {
    about: raw.关于,
    tells: raw.告知,
    ...given({
      before: raw.前 === undefined ? undefined : span(raw.前),
      after: raw.后 === undefined ? undefined : span(raw.后),
      says: raw.说,
    }),
  };
}
