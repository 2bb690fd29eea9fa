/** What a turn of phrase (认) says that could never be heard, would be heard in everything, or belongs to two questions. */
import type { Path, Report } from './compile.ts';
import type { Field, Flow } from './flow.ts';
import { TYPES } from './types/index.ts';

const TEMPLATE = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/u;
/** Words that stand in nearly every sentence. */
const EVERYWHERE = /^(?:[的了是我你他她有在啊吧呢嘛就都也不说]|我是|我的|这个|那个)$/u;

/** Reports the faults of one question's turns of phrase. */
export function phraseRules(
  { field, path, list }: { field: Field; path: Path; list?: Field },
  flow: Flow,
  report: Report,
): void {
  const at = [...path, '认'];
  const fields = [...flow.fields, ...(list?.item ?? [])];
  for (const [index, template] of field.phrases.entries()) {
    const fault = faultOf(template, field, fields) ?? clashOf(template, index, field, fields);
    if (fault !== undefined) report.add(at, fault);
  }
}

function faultOf(template: string, field: Field, fields: Field[]): string | undefined {
  const match = TEMPLATE.exec(template);
  if (!match)
    return template.includes('{') || template.includes('}')
      ? `“认”的“${template}”里 {} 要写一对，也只能写一对，请改成“…{}…”这样`
      : `“认”的“${template}”没写值在哪里，请加上 {}，比如“${template}{}”或“{}${template}”`;
  const [, before = '', hint = '', after = ''] = match;
  if (fields.some(({ name }) => name === hint))
    return `“认”的“{${hint}}”是说值要以“${hint}”结尾，不是填“${hint}”这个问题；值放在这里，请写成“${before}{}${after}”`;
  const words = `${before}${after}`.trim();
  if (words === '' && hint.replaceAll('…', '') === '')
    return `“认”的“${template}”前后没有别的话，认不出来；请写上前后的话，比如“老家{}”`;
  if (TYPES[field.type].free && hint === '' && EVERYWHERE.test(words))
    return `“认”的“${template}”几乎每句话里都有，什么都会当成“${field.name}”；请把前后的话写长一点`;
  return undefined;
}

/** The same words cannot carry the values of two questions that read alike, nor need they be there twice. */
function clashOf(template: string, index: number, field: Field, fields: Field[]): string | undefined {
  if (field.phrases.indexOf(template) < index) return `“认”的“${template}”写了两遍，请删掉一个`;
  const other = fields
    .slice(0, Math.max(0, fields.indexOf(field)))
    .find((one) => one.type === field.type && one.phrases.includes(template));
  return other && `“认”的“${template}”已经是“${other.name}”的说法（第 ${other.line} 行），请只留在一个问题下`;
}
