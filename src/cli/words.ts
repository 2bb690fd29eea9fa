/** The commands of the terminal, declared once: what may be typed, and what help says of it. */
import { distance } from '../dialogue/distance.ts';

/** How a command of ours begins when it is typed. */
export const CLI = 'npm run jinyue --';

export interface Usage {
  /** As it is typed, without its arguments. */
  words: string;
  arguments: string;
  help: string;
}

export const usages = [
  { words: 'inbox list', arguments: '', help: '列出没处理成、被搁置的来件' },
  { words: 'inbox retry', arguments: '[编号|all]', help: '重新处理一条来件；不写编号就是全部' },
  { words: 'outbox list', arguments: '', help: '列出没送到、被搁置的消息' },
  { words: 'outbox retry', arguments: '[编号|all]', help: '重新发送一条消息；不写编号就是全部' },
  {
    words: 'replay',
    arguments: '文件 [--again] [--app 应用]',
    help: '把存下来的来件（JSON）再走一遍真实流程；“-”表示从标准输入读',
  },
  { words: 'calendar show', arguments: '', help: '放假和调休安排，录到哪一天' },
  {
    words: 'calendar import',
    arguments: '文件',
    help: '导入放假安排；每行如“2027-02-05 至 2027-02-12 休 春节”“2027-02-14 班”“2027-09-01 县休 县庆”',
  },
  {
    words: 'import pairings',
    arguments: '文件.xlsx [--yes] [--end-others]',
    help: '导入结对名单；先给您看会改什么，加 --yes 才真的导入',
  },
  { words: 'import people', arguments: '文件.xlsx [--yes]', help: '导入人员名单，同上' },
  { words: 'help', arguments: '', help: '看这份说明' },
] as const satisfies Usage[];

/** The whole help. */
export function helpText(): string {
  const left = usages.map((usage) => `  ${usage.words} ${usage.arguments}`.trimEnd());
  return [
    `近悦命令行：${CLI} 命令`,
    '',
    ...usages.flatMap((usage, index) => [left[index] ?? '', `      ${usage.help}`]),
    '',
    '--again   已经收到过的来件，也当作新来件再处理一次',
    '--yes     核对过了，真的导入',
    '--end-others  名单里没有的结对，从今天起解除',
    '--app     来件属于哪个应用，如 feishu:cli_a1b2c3d4e5f60718；来件里写明了就不用给',
    '',
    '设置与服务相同：取自环境变量和当前目录的 .env。服务在运行时也可以用。',
    '退出码：0 成功，1 没办成，2 命令写错了。',
  ].join('\n');
}

/** The command most like what was typed, or undefined when nothing is near. */
export function nearest(typed: string): string | undefined {
  const scored = usages
    .map(({ words }) => ({ words, far: farFrom(typed, words) }))
    .sort((one, other) => one.far - other.far);
  const [best] = scored;
  return best && best.far <= Math.max(2, typed.length / 2) ? best.words : undefined;
}

/** The beginning of a command is nearer to it than any slip. */
const farFrom = (typed: string, words: string): number =>
  typed !== '' && words.startsWith(typed) ? 0 : distance(typed, words);
