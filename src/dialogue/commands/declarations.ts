/**
 * Every slash command, declared once: its words, its arguments and what /帮助
 * says of it. Who may use it, and where, stands in county/roles.ts. The list
 * follows domain.md section 8.
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

export interface Command {
  word: string;
  /** Other words for the same, and whole sentences people say instead. */
  also: string[];
  /** Words for the command together with its first argument: /驿站 今日 is /池 驿站 今日. */
  named?: string[];
  arguments: Argument[];
  /** One line for /帮助. */
  help: string;
}

export const commands = [
  {
    word: '帮助',
    also: ['help', '?', '命令', '怎么用'],
    arguments: [],
    help: '看看能做什么',
  },
  {
    word: '转人工',
    also: [],
    arguments: [{ name: '事情', type: '文字', ask: '请说说是什么事，我请人才办的同志联系您。' }],
    help: '请人才办的同志来答复，如：/转人工 想问落户的事',
  },
  {
    word: '认领',
    also: [],
    arguments: [{ name: '认领码', type: '码', ask: '请把启动时显示的认领码一起发来，比如：/认领 ABCD1234' }],
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
    help: '给一个人加上角色，如：/授权 龙敏 人才办',
  },
  {
    word: '查',
    also: ['查询', '查一下', '查找'],
    arguments: [{ name: '姓名或编号', type: '文字', ask: '查谁？请写姓名或编号。' }],
    help: '查一个人、一份档案或一件事，如：/查 李文博，/查 0345',
  },
  {
    word: '待办',
    also: ['我的待办', '有什么要办的', '今天有什么事'],
    arguments: [],
    help: '眼下要办的事',
  },
  {
    word: '到期',
    also: ['快到期的', '有什么快到期', '最近到期的'],
    arguments: [{ name: '几天', type: '文字', optional: true, ask: '' }],
    help: '这几天到期的事，先到的在前，如：/到期 15',
  },
  {
    word: '核对',
    also: [],
    arguments: [
      { name: '编号', type: '文字', optional: true, ask: '' },
      { name: '结论', type: '文字', optional: true, ask: '' },
    ],
    help: '新登记的档案看过了入册，如：/核对 RC0007',
  },
  {
    word: '我联系谁',
    also: [
      '我这个季度还差谁',
      '还差谁',
      '我该联系谁',
      '我的结对',
      '我联系的人才',
      '本季度还差谁',
      '还有谁没联系',
      '我还有谁没联系',
      '这个季度还有谁没联系',
    ],
    arguments: [],
    help: '您联系的人才，以及本季度还差谁',
  },
  {
    word: '记联系',
    also: ['记录联系', '补记联系'],
    arguments: [
      { name: '人', type: '人', ask: '记和谁的联系？请写姓名。' },
      { name: '一句话', type: '文字', ask: '什么时候、怎么联系的、聊了什么？一句话就行。' },
    ],
    help: '记一次联系，如：/记联系 李文博 今天下午去看望，实验室缺设备',
  },
  {
    word: '准备',
    also: ['联系准备', '准备材料'],
    arguments: [{ name: '人', type: '人', ask: '准备联系哪一位？请写姓名。' }],
    help: '联系前看一眼：档案、上次说的、没办完的，如：/准备 李文博',
  },
  {
    word: '结对',
    also: [],
    arguments: [
      { name: '领导', type: '人', ask: '哪位领导？请写姓名。' },
      { name: '人才', type: '人', ask: '联系哪位人才？请写姓名。' },
    ],
    help: '结一对，如：/结对 向国平 李文博',
  },
  {
    word: '拟结对',
    also: ['结对建议'],
    arguments: [],
    help: '给还没有联系领导的人才拟一位，说明理由',
  },
  {
    word: '解除',
    also: ['解除结对'],
    arguments: [
      { name: '领导', type: '人', ask: '哪位领导？请写姓名。' },
      { name: '人才', type: '人', ask: '哪位人才？请写姓名。' },
      { name: '原因', type: '文字', ask: '什么原因？如：调离、退休、失联、本人要求。' },
    ],
    help: '解除一对，如：/解除 彭春华 石磊 调离',
  },
  {
    word: '换人',
    also: ['换领导'],
    arguments: [
      { name: '原领导', type: '人', ask: '原来是哪位领导？请写姓名。' },
      { name: '新领导', type: '人', ask: '由哪位领导承接？请写姓名。' },
    ],
    help: '领导离任，由接任者承接结对，如：/换人 彭春华 吴德厚',
  },
  {
    word: '必访',
    also: [],
    arguments: [
      { name: '人才', type: '人', ask: '哪位人才？请写姓名。' },
      { name: '事由', type: '文字', ask: '什么事？如：生病住院、有困难、出现问题。' },
    ],
    help: '提示联系领导看望，如：/必访 吴昊 生病住院',
  },
  {
    word: '联络员',
    also: ['领导联络员'],
    arguments: [
      { name: '领导', type: '人', optional: true, ask: '' },
      { name: '专员', type: '人', optional: true, ask: '' },
      { name: '操作', type: '文字', optional: true, ask: '' },
    ],
    help: '哪位专员是哪位领导的联络员；登记如：/联络员 向国平 彭一诺',
  },
  {
    word: '撤销',
    also: ['撤回', '撤销刚才'],
    arguments: [],
    help: '撤销您十分钟内的上一个操作',
  },
  {
    word: '诉求',
    also: ['提交诉求'],
    arguments: [{ name: '一句话', type: '文字', ask: '请说说是什么事，一句话就行。' }],
    help: '反映一件事，如：/诉求 公寓热水器坏了',
  },
  {
    word: '派',
    also: ['派单', '转办', '改派'],
    arguments: [
      { name: '单号', type: '单号', ask: '派哪一件？请写单号，如 0352。' },
      { name: '单位', type: '文字', ask: '派给哪个单位？' },
      { name: '时限', type: '文字', optional: true, ask: '' },
    ],
    help: '把一件事派给单位，如：/派 0352 人社局 3',
  },
  {
    word: '签收',
    also: [],
    arguments: [{ name: '单号', type: '单号', ask: '签收哪一件？请写单号。' }],
    help: '签收派给您单位的事，如：/签收 0352',
  },
  {
    word: '退',
    also: ['退回', '退单'],
    arguments: [
      { name: '单号', type: '单号', ask: '退哪一件？请写单号。' },
      { name: '理由', type: '文字', ask: '请说一下退回的理由。' },
    ],
    help: '不属于本单位的事退回人才办，如：/退 0352 不属于我局职责',
  },
  {
    word: '延',
    also: ['延期'],
    arguments: [
      { name: '单号', type: '单号', ask: '延哪一件？请写单号。' },
      { name: '天数', type: '文字', ask: '延几个工作日？回数字就行。' },
      { name: '理由', type: '文字', ask: '请说一下延期的理由，会告诉本人。' },
    ],
    help: '到期前延期一次，如：/延 0350 5 供货商十号才发货',
  },
  {
    word: '催',
    also: ['催办'],
    arguments: [{ name: '单号', type: '单号', ask: '催哪一件？请写单号。' }],
    help: '催承办单位，如：/催 0345',
  },
  {
    word: '结',
    also: ['办结', '反馈'],
    arguments: [
      { name: '单号', type: '单号', ask: '哪一件有结果了？请写单号。' },
      { name: '结果', type: '文字', ask: '结果是什么？会告诉本人。' },
    ],
    help: '报办理结果，如：/结 0345 已安排到实验小学',
  },
  {
    word: '回访',
    also: [],
    arguments: [
      { name: '单号', type: '单号', ask: '回访的是哪一件？请写单号。' },
      { name: '评价', type: '文字', ask: '本人怎么说？满意、基本满意，还是不满意？' },
    ],
    help: '记回访结果，如：/回访 0345 满意',
  },
  {
    word: '牌',
    also: ['发牌', '亮牌'],
    arguments: [
      { name: '单号', type: '单号', ask: '给哪一件发牌？请写单号。' },
      { name: '颜色', type: '文字', ask: '黄牌还是红牌？红牌要主任批。' },
    ],
    help: '发黄牌，或提请红牌，如：/牌 0345 黄',
  },
  {
    word: '办',
    also: [],
    arguments: [
      { name: '单号', type: '单号', ask: '办哪一件？请写单号。' },
      { name: '操作', type: '文字', ask: '怎么办？比如：不予受理、暂停、恢复、合并、撤回。' },
      { name: '说明', type: '文字', optional: true, ask: '' },
    ],
    help: '其他操作，如：/办 0352 不予受理 属于法院诉讼事项',
  },
  {
    word: '汇报',
    also: ['报表', '数字'],
    arguments: [
      { name: '时段', type: '文字', ask: '汇报哪一段？可以写：月、季、年、上季、2026年三季度。' },
      { name: '形式', type: '文字', optional: true, ask: '要 Word 还是 Excel？' },
    ],
    help: '本期数字，点得开明细；加 Word 出汇报稿，如：/汇报 季 Word',
  },
  {
    word: '明细',
    also: ['看明细'],
    arguments: [
      { name: '指标', type: '文字', ask: '看哪个数字的明细？比如：联系人次。' },
      { name: '时段', type: '文字', optional: true, ask: '哪一段？可以写：月、季、年。' },
      { name: '页', type: '文字', optional: true, ask: '第几页？' },
    ],
    help: '一个数字是由哪些记录数出来的，如：/明细 联系人次 季',
  },
  {
    word: '口径',
    also: ['怎么算的', '怎么数的'],
    arguments: [{ name: '指标', type: '文字', ask: '哪个数字的口径？比如：解决问题件数。' }],
    help: '一个数字怎么数，如：/口径 解决问题件数',
  },
  {
    word: '导出',
    also: ['导出台账'],
    arguments: [
      {
        name: '台账',
        type: '文字',
        ask: '导出哪一本？可以写：结对名单、联系记录、诉求台账、人才档案，或名册的名称。',
      },
      { name: '用途', type: '文字', ask: '做什么用？用途会记下来，比如：季度汇报。' },
    ],
    help: '导出台账，要写用途，如：/导出 结对名单 年度调整',
  },
  {
    word: '模板',
    also: ['导入模板'],
    arguments: [{ name: '名单', type: '文字', ask: '要哪一张表的模板？结对名单，还是人员名单？' }],
    help: '导入用的空表，填好直接发给我，如：/模板 结对名单',
  },
  {
    word: '合并',
    also: ['合并人员'],
    arguments: [
      { name: '甲', type: '人', ask: '保留哪一位？请写姓名。' },
      { name: '乙', type: '人', ask: '把哪一位并进来？请写姓名。' },
    ],
    help: '重复登记的两位合成一位，如：/合并 张伟 张伟',
  },
  {
    word: '取消合并',
    also: ['拆开'],
    arguments: [{ name: '人', type: '人', ask: '拆开哪一位？请写姓名。' }],
    help: '合并错了，原样拆开，如：/取消合并 张伟',
  },
  {
    word: '分管',
    also: ['分管领导'],
    arguments: [
      { name: '单位', type: '文字', ask: '哪个成员单位？' },
      { name: '人', type: '人', ask: '分管领导是哪一位？请写姓名。' },
    ],
    help: '记下单位的分管领导，黄牌抄送，如：/分管 教育局 向国平',
  },
  {
    word: '链长',
    also: ['产业链', '产业链链长', '人才链链长'],
    arguments: [
      { name: '产业链', type: '文字', optional: true, ask: '' },
      { name: '领导', type: '人', optional: true, ask: '' },
    ],
    help: '哪位领导是哪条产业链的链长，拟结对时用；登记如：/链长 茶叶 向国平',
  },
  {
    word: '群台账',
    also: ['工作群台账', '工作群'],
    arguments: [
      { name: '群名', type: '文字', optional: true, ask: '' },
      { name: '用途', type: '文字', optional: true, ask: '' },
      { name: '解散日', type: '文字', optional: true, ask: '' },
    ],
    help: '工作群的台账，登记如：/群台账 驿站群 入住安排 12月31日',
  },
  {
    word: '政策',
    also: [],
    arguments: [{ name: '关键词', type: '文字', ask: '想查哪方面的政策？比如：租房补贴。' }],
    help: '查政策，注明出处，如：/政策 租房补贴',
  },
  {
    word: '建档',
    also: [],
    arguments: [],
    help: '建立您的成长档案',
  },
  {
    word: '分工',
    also: ['单位分工', '哪件事归谁'],
    arguments: [
      { name: '事情', type: '文字', optional: true, ask: '' },
      { name: '单位', type: '文字', optional: true, ask: '' },
    ],
    help: '哪类事派给哪个单位；要改，如：/分工 公寓维修 住建局',
  },
  {
    word: '池',
    also: ['房源', '空房'],
    named: ['驿站', '公寓'],
    arguments: [
      { name: '池', type: '文字', optional: true, ask: '' },
      { name: '做什么', type: '文字', optional: true, ask: '' },
      { name: '哪一个', type: '文字', optional: true, ask: '' },
    ],
    help: '房间、名额还空几个，谁在，如：/池 青年驿站 今日；加减、收回、换房也用它',
  },
  {
    word: '造册',
    also: ['名册'],
    arguments: [
      { name: '名册', type: '文字', optional: true, ask: '' },
      { name: '批次', type: '文字', optional: true, ask: '' },
    ],
    help: '名册上有谁，各多少人，如：/造册 补贴发放册 2026年上半年',
  },
  {
    word: '日历',
    also: ['放假安排', '节假日'],
    arguments: [],
    help: '放假和调休安排，录到哪一天',
  },
] as const satisfies Command[];

export type CommandWord = (typeof commands)[number]['word'];
