/** A flow as a Mermaid flowchart, for those who review it. */
import type { Condition, Side } from './condition.ts';
import type { Flow } from './flow.ts';

/** The chart's text: questions in order, conditions on the arrows, then the stages. */
export function mermaidOf(flow: Flow): string {
  const lines = ['flowchart TD', `  start([${quoted(flow.name)}])`];
  let last = 'start';
  for (const [index, field] of flow.fields.entries()) {
    const id = `q${index}`;
    const label = `${field.name}${field.optional ? '（可不填）' : ''}\n${field.type}`;
    lines.push(
      `  ${id}[${quoted(label)}]`,
      `  ${last} -->${field.when ? `|${quoted(wordsOf(field.when))}|` : ''} ${id}`,
    );
    last = id;
  }
  lines.push('  confirm{{确认}}', `  ${last} --> confirm`);
  const [first] = flow.stages;
  if (flow.submit) lines.push(`  done([${quoted(flow.submit.action)}])`, '  confirm --> done');
  if (first) lines.push(`  confirm --> ${stageId(flow, first.name)}`);
  for (const stage of flow.stages) {
    const shape = stage.final
      ? `([${quoted(stage.name)}])`
      : `[/${quoted(`${stage.name}\n${stage.who.join('、')}`)}/]`;
    lines.push(`  ${stageId(flow, stage.name)}${shape}`);
    for (const action of stage.actions)
      if (action.to !== undefined)
        lines.push(`  ${stageId(flow, stage.name)} -->|${quoted(action.name)}| ${stageId(flow, action.to)}`);
  }
  return lines.join('\n');
}

const stageId = (flow: Flow, name: string): string =>
  `s${flow.stages.findIndex((stage) => stage.name === name)}`;

const quoted = (text: string): string => `"${text.replaceAll('"', "'").replaceAll('\n', '<br/>')}"`;

/** A condition in the words of the file. */
export function wordsOf(condition: Condition): string {
  switch (condition.is) {
    case 'all':
      return condition.of.map(wordsOf).join(' 且 ');
    case 'any':
      return condition.of.map(wordsOf).join(' 或 ');
    case 'not':
      return `非 (${wordsOf(condition.of)})`;
    case 'filled':
      return `${condition.path.join('.')} 已填`;
    case 'compare':
      return `${sideOf(condition.left)} ${condition.op} ${sideOf(condition.right)}`;
  }
}

function sideOf(side: Side): string {
  if (side.at === 'path') return side.path.join('.');
  if (side.at === 'value') return String(side.value);
  return side.at === 'list' ? side.values.join('、') : side.at;
}
