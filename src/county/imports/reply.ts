/** What an import would change, and what it changed, in words. */
import type { Choice, Reply, ReplyPart } from '../../dialogue/reply.ts';
import { type Plan, sizeOf } from './plan.ts';
import { sheetKinds } from './templates.ts';

/** Lines of a kind that are spelled out; the rest is counted. */
const SPELLED = 12;

/** The preview: what would be added, changed and ended, what cannot be taken in, and the buttons. */
export function previewReply(plan: Plan, id: string): Reply {
  const button = (label: string, act: string, more: Partial<Choice> = {}): Choice => ({
    label,
    payload: { for: 'import', act, id },
    ...more,
  });
  const size = sizeOf(plan);
  const outside = plan.outside.length;
  return {
    title: `请您核对：导入${sheetKinds[plan.kind].name}`,
    ...(plan.faults.length > 0 ? { tone: 'warn' as const } : {}),
    parts: [
      { type: 'text', text: planLines(plan).join('\n') },
      ...(size + outside === 0 && plan.faults.length === 0
        ? [{ type: 'text' as const, text: '表里的和库里的一样，不用导入。' }]
        : []),
      ...(size + outside > 0
        ? [
            {
              type: 'buttons' as const,
              buttons: [
                ...(size > 0 ? [button(`确认导入（${size} 项）`, 'do', { style: 'primary' })] : []),
                ...(outside > 0
                  ? [
                      button(`导入并解除表外的 ${outside} 对`, 'do-all', {
                        style: 'danger',
                        confirm: `表里没有的 ${outside} 对会从今天起解除，确定吗？`,
                      }),
                    ]
                  : []),
                button('不导入', 'drop'),
              ],
            },
          ]
        : []),
    ],
  };
}

/** The same, line by line, for a terminal too. */
export function planLines(plan: Plan): string[] {
  return [
    `读到的内容：${summaryWords(plan)}。`,
    ...spelled(
      '新增结对',
      plan.pairings.map(({ line, words }) => `第 ${line} 行：${words}`),
    ),
    ...spelled(
      '调整结对',
      plan.changes.map(({ line, words }) => `第 ${line} 行：${words}`),
    ),
    ...spelled(
      '解除结对',
      plan.ends.map(({ line, words, to }) => `第 ${line} 行：${words}，${to} 起解除`),
    ),
    ...spelled(
      '新增人员',
      plan.people.map(
        ({ line, name, unit, roles }) =>
          `第 ${line} 行：${[name, unit, roles.join('、')].filter(Boolean).join('，')}`,
      ),
    ),
    ...spelled('更新人员', plan.updates.map(updateWords)),
    ...spelled(
      '不能导入，会跳过',
      plan.faults.map(({ line, words }) => `第 ${line} 行：${words}`),
    ),
    ...spelled(
      '请留意',
      plan.remarks.map(({ line, words }) => `第 ${line} 行：${words}`),
    ),
    ...spelled(
      '库里有、表里没有的结对（只导入的话不动它们）',
      plan.outside.map(({ words }) => words),
    ),
  ];
}

function updateWords({ line, name, set, roles }: Plan['updates'][number]): string {
  const parts = [
    ...(set.unit ? [`单位改为${set.unit}`] : []),
    ...(set.title ? [`职称或职务改为${set.title}`] : []),
    ...(set.phone ? ['更新手机号'] : []),
    ...(roles.length > 0 ? [`加上角色${roles.join('、')}`] : []),
  ];
  return `第 ${line} 行：${name}，${parts.join('，')}`;
}

export function summaryWords(plan: Plan): string {
  const parts: [number, string][] = [
    [plan.pairings.length, '对新结对'],
    [plan.changes.length, '对调整'],
    [plan.ends.length, '对解除'],
    [plan.people.length, '人新增'],
    [plan.updates.length, '人更新'],
    [plan.same, '行不变'],
    [plan.faults.length, '行不能导入'],
  ];
  const words = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return words.length > 0 ? words.join('，') : '没有可导入的';
}

function spelled(heading: string, lines: string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SPELLED ? [`　……还有 ${lines.length - SPELLED} 项`] : [];
  return [`${heading}：`, ...lines.slice(0, SPELLED).map((line) => `　${line}`), ...more];
}

/** After it was done. */
export function doneReply(plan: Plan, ended: number, id: string, undoMinutes: number): Reply {
  const also = ended > 0 ? `，解除表外 ${ended} 对` : '';
  const parts: ReplyPart[] = [
    { type: 'text', text: `已导入：${summaryWords({ ...plan, same: 0, faults: [] })}${also}。` },
    { type: 'text', text: `导错了的话，${undoMinutes} 分钟内可以整个撤销。` },
    {
      type: 'buttons',
      buttons: [{ label: '整个撤销', style: 'danger', payload: { for: 'import', act: 'undo', id } }],
    },
  ];
  return { title: '导入完成', tone: 'good', parts };
}
