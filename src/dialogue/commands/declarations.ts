/**
 * Every slash command, declared once: its words, its arguments, who may use it
 * and where, and what /帮助 says of it. The list follows domain.md section 8.
 */

export type ArgumentType = '人' | '角色' | '码' | '单号' | '文字';

export interface Argument {
  name: string;
  type: ArgumentType;
  /** Left out: the argument must be given. */
  optional?: true;
  /** Asked when it is missing. */
  ask: string;
}

/** Who may use a command. 任何人 includes strangers; 主任 may do all that 人才办 may. */
export type Who = '任何人' | '领导' | '人才办' | '主任';

export interface Command {
  word: string;
  /** Other words for the same, and whole sentences people say instead. */
  also: string[];
  arguments: Argument[];
  who: Who[];
  /** Whether it may be used in a group; answers there are masked. */
  group: boolean;
  /** One line for /帮助. */
  help: string;
}

export const commands = [
  {
    word: '帮助',
    also: ['help', '?', '命令', '怎么用'],
    arguments: [],
    who: ['任何人'],
    group: true,
    help: '看看能做什么',
  },
  {
    word: '认领',
    also: [],
    arguments: [{ name: '认领码', type: '码', ask: '请把启动时显示的认领码一起发来，比如：/认领 ABCD1234' }],
    who: ['任何人'],
    group: false,
    help: '第一位管理员用启动时显示的认领码开通',
  },
  {
    word: '授权',
    also: [],
    arguments: [
      { name: '人', type: '人', ask: '给谁授权？请写姓名。' },
      {
        name: '角色',
        type: '角色',
        ask: '授什么角色？可选：领导、专员、人才办、主任、成员单位、人才、乡贤。',
      },
    ],
    who: ['主任'],
    group: false,
    help: '给一个人加上角色，如：/授权 龙敏 人才办',
  },
  {
    word: '查',
    also: ['查询', '查一下', '查找'],
    arguments: [{ name: '姓名或编号', type: '文字', ask: '查谁？请写姓名或编号。' }],
    who: ['人才办', '领导'],
    group: true,
    help: '查一个人或一份档案，如：/查 李文博',
  },
  {
    word: '待办',
    also: ['我的待办', '有什么要办的', '今天有什么事'],
    arguments: [],
    who: ['人才办', '领导'],
    group: true,
    help: '眼下要办的事',
  },
  {
    word: '我联系谁',
    also: ['我这个季度还差谁', '还差谁', '我该联系谁', '我的结对', '我联系的人才', '本季度还差谁'],
    arguments: [],
    who: ['领导'],
    group: false,
    help: '您联系的人才，以及本季度还差谁',
  },
  {
    word: '记联系',
    also: ['记录联系', '补记联系'],
    arguments: [
      { name: '人', type: '人', ask: '记和谁的联系？请写姓名。' },
      { name: '一句话', type: '文字', ask: '什么时候、怎么联系的、聊了什么？一句话就行。' },
    ],
    who: ['领导', '人才办'],
    group: false,
    help: '记一次联系，如：/记联系 李文博 今天下午去看望，实验室缺设备',
  },
  {
    word: '撤销',
    also: ['撤回', '撤销刚才'],
    arguments: [],
    who: ['领导', '人才办'],
    group: false,
    help: '撤销您十分钟内的上一个操作',
  },
] as const satisfies Command[];

export type CommandWord = (typeof commands)[number]['word'];
