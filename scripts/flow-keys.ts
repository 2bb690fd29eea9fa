/**
 * The table of keys in docs/flows.md, made from the schema of a matter's file:
 * the schema says which keys there are and what may stand behind them, the
 * words here say what each is for. A key without words shows as a gap, and a
 * test fails on it.
 */
import { z } from 'zod';
import { OVERDUE_ACTIONS, SUBMIT_ACTIONS } from '../src/dialogue/flow/actions.ts';
import { type Field, sentenceOf, TYPE_NAMES, type TypeName } from '../src/dialogue/flow/flow.ts';
import { loadFlow } from '../src/dialogue/flow/load.ts';
import { detailSchema, fileSchema } from '../src/dialogue/flow/schema.ts';
import { TYPES } from '../src/dialogue/flow/types/index.ts';

/** By path; 〈…〉 stands for a name the clerk chooses. */
const WORDS: Readonly<Record<string, string>> = {
  事项: '事项的名称，大家看到的就是它',
  编号: '文件名去掉 .yaml，小写英文、数字和短横线',
  版本: '从 1 开始；内容一改就加一，填到一半的草稿会自动接到新版',
  简介: '一句话，开头说给对方听',
  触发: '说到哪句话就开始办；两个事项不能用同一句',
  关于: '没说名称、只说到这件事时也能认出来的话；“建…档”中间可以隔几个字',
  停用: '以前问过、现在不再问的问题；写上名称，旧草稿里的回答就不再用',
  问答: '办的时候常有人问的话和答复',
  '问答.问': '问话里会出现的词',
  '问答.答': '怎么答',
  权限: '谁能办、在哪里办',
  '权限.谁': '所有人，或者 人才 领导 专员 人才办 主任 成员单位 乡贤',
  '权限.场合': '要用到个人信息的一律写私聊',
  时限: '填到一半怎么办',
  '时限.催办': '多久没动静提醒一次，每个只提醒一次；空列表就是不提醒',
  '时限.时段': '只在这段时间里提醒',
  '时限.草稿': '填到一半保存多久',
  容错: '听不懂怎么办',
  '容错.次数': '同一题几次没听懂',
  '容错.之后': '就怎样',
  渲染: '自动：对话为主，需要时给卡片；卡片：一开始就给一张表',
  问题: '要问的，从上到下一条一条问；写法见“问题”那张表',
  确认: '自动：填完念一遍清单，对方说“确认”才提交；不用：填完就办',
  提交: '填完做什么；有“办理”又不写“提交”，就是立案',
  '提交.做': '动作的名称，见下面“动作”',
  '提交.唯一': '同一个值再交一次就是更新，不会重复；写一个问题的名称',
  '提交.抄送': '办完让谁知道',
  完成: '办完说的话；{编号}、{占用} 和 {问题的名称} 会换成实际的值',
  办理: '交上来以后的环节，从上到下写；第一个就是开头',
  '办理.〈环节〉.谁': '这一步该谁办：人才办 承办单位 本人 主任',
  '办理.〈环节〉.时限': '多久办完；收到那天算第 0 天，只数工作日。可以按类别分开写',
  '办理.〈环节〉.预警': '到期前多久提醒',
  '办理.〈环节〉.逾期': '过了期限怎么办',
  '办理.〈环节〉.逾期.过': '过期多久',
  '办理.〈环节〉.逾期.做': '做什么，见下面“动作”',
  '办理.〈环节〉.操作': '这一步可以做的事，每一个就是一个按钮',
  '办理.〈环节〉.操作.〈操作〉.到': '做了以后到哪个环节；不写就留在原地',
  '办理.〈环节〉.操作.〈操作〉.要': '做的时候必须填什么',
  '办理.〈环节〉.操作.〈操作〉.可填': '可以填、也可以不填',
  '办理.〈环节〉.操作.〈操作〉.限': '一件事最多用几次',
  '办理.〈环节〉.操作.〈操作〉.最多': '最多加多久，延期用',
  '办理.〈环节〉.操作.〈操作〉.时限': '这次另给多久',
  '办理.〈环节〉.操作.〈操作〉.告知': '做完让谁知道',
  '办理.〈环节〉.终': '到这里就办完了',
  数字: '汇报时念的数',
  '数字.〈名称〉.数': '数的是什么：件 人 个 条',
  '数字.〈名称〉.算': '哪些算；和“当”一样写，可以说“环节 是 办结”',
  '数字.〈名称〉.口径': '用一句话说清怎么数的',
  提醒: '跟着记录里某个日子走的提醒：没办结时在工作日办公时间说一次，日子改了跟着改；只有立案的事项能用',
  '提醒.前': '提前多久',
  '提醒.后': '过后多久',
  '提醒.关于': '哪个日子；写一个日期问题的名称，说不准哪一天的不提醒',
  '提醒.告知': '提醒谁：本人 人才办 主任 承办单位 转达领导',
  '提醒.说': '接在事项和日子后面再说一句，{编号} 会换成实际的',
  占用: '交上来就占一间房或一个名额，同一天不会给两个人；只有立案的事项能用，见上面“四”',
  '占用.池': '占哪个池里的；几个事项写同一个名字，就占同一个池',
  '占用.从': '从哪天；写一个日期问题的名称',
  '占用.到': '到哪天，当天就空出来；写另一个日期问题的名称',
  '占用.让出': '做了哪些操作就提前让出来；办到“终: 是”的环节、撤回、终止时自动让出，不用写',
  造册: '交上来就编进这本名册，没办成的自动去掉；几个事项写同一个名字，就是同一本，见上面“五”',
  '造册.册': '名册的名字；没有“除名”就直接写 造册: 名字',
  '造册.除名': '做了哪些操作就从册上去掉，比如 退回；撤回、终止、合并自动去掉，不用写',
  每: '多久办一次：到了新的一期，上一期交过的人会收到一句提醒；“唯一”按期算，见上面“六”',
  '问题 问': '怎么问；没写又不是必答，就不问',
  '问题 再问': '列表填完一条再怎么问',
  '问题 为什么': '对方问“为什么要填”时的答复',
  '问题 例': '没听懂时举的例子',
  '问题 当': '什么情况才问，只能用前面问过的题',
  '问题 选': '单选、多选的选项；选项后面可以写大家的别的说法',
  '问题 推': '从前面哪一题的话里推出来，推得出就不问',
  '问题 缺省': '没答时按什么算',
  '问题 敏感': '显示时打码，不在群里问；身份证、手机号不写也算',
  '问题 得出': '从这一题算出别的，比如 年龄: 身份证.周岁',
  '问题 检查': '不对就不收，冒号后面是说给对方听的话',
  '问题 来自': '档案里有就念出来请对方确认，不再问',
  '问题 曾用名': '这一题从前叫什么，旧草稿会并过来',
  '问题 答否': '是否题答“否”就结束，什么都不留',
  '问题 结束语': '答“否”结束时说的话',
  '问题 最少': '列表、照片、文件至少几个',
  '问题 最多': '最多几个',
  '问题 每个': '每个文件最大多大',
  '问题 格式': '收哪些文件',
  '问题 单位': '念数时带的单位',
  '问题 偏向': '说“十八号”没说月份时，往将来想还是往过去想',
  '问题 每条': '列表里一条有哪些题，写法和“问题”一样',
  '问题 每条检查': '每一条都要过的检查',
  '问题 认': '一句话里夹着也认得出来的说法，{} 是值的位置',
  '问题 句': '带这些词的那半句话归这一题，照原话记',
  '问题 接话': '对方没问先说了这一题时，回一句什么',
  '问题 默许': '看了告知接着往下答，就算同意',
};

type Node = {
  type?: string | string[];
  enum?: string[];
  const?: string;
  pattern?: string;
  anyOf?: Node[];
  items?: Node;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  required?: string[];
  default?: unknown;
};

export interface KeyRow {
  key: string;
  takes: string;
  needed: boolean;
  words: string;
}

const schemaOf = (schema: z.ZodObject): Node =>
  JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))) as Node;

/** What may be written behind a key, in a clerk's words. */
function takes(node: Node): string {
  if (node.enum) return node.enum.join('、');
  if (node.anyOf)
    return [...new Set(node.anyOf.filter((one) => one.type !== 'null').map(takes))].join('，或者');
  if (node.pattern?.includes('工作日|周')) return '时长，如 3个工作日';
  if (node.pattern?.includes('KMkm')) return '大小，如 10MB';
  if (node.pattern?.includes('次$')) return '次数，如 1次';
  if (node.pattern?.includes('每天')) return '如 每天 8:30-20:30';
  if (node.type === 'array') return node.items?.properties ? '列表，每条见下' : '列表，如 [甲, 乙]';
  if (node.type === 'object') return node.properties ? '见下' : '一行一个“名称: 内容”';
  if (node.type === 'integer' || node.type === 'number') return '数';
  return '文字';
}

function rowsOf(node: Node, path: string, names: readonly string[]): KeyRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const needed = node.required?.includes(name) === true && child.default === undefined;
    const own: KeyRow = { key, takes: takes(child), needed, words: WORDS[key] ?? '' };
    return [own, ...below(child, key, names)];
  });
}

/** What stands under a key: its own keys, those of each entry, or those under a name the clerk chooses. */
function below(node: Node, key: string, names: readonly string[]): KeyRow[] {
  const inner = [node, node.items, ...(node.anyOf ?? [])].flatMap((one) =>
    one?.properties ? rowsOf(one, key, names) : [],
  );
  const entry = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  const chosen = entry?.properties ? entry : entry?.anyOf?.find((one) => one.properties);
  const [name = '〈名称〉', ...rest] = key.startsWith('办理') ? names : ['〈名称〉'];
  return [...inner, ...(chosen ? rowsOf(chosen, `${key}.${name}`, rest) : [])];
}

/** Every key of a file, in the schema's order. */
export const fileRows = (): KeyRow[] => rowsOf(schemaOf(fileSchema), '', ['〈环节〉', '〈操作〉']);

/** Every key that may stand under a question. */
export const questionRows = (): KeyRow[] =>
  Object.entries(schemaOf(detailSchema).properties ?? {}).map(([key, node]) => ({
    key,
    takes: takes(node),
    needed: false,
    words: WORDS[`问题 ${key}`] ?? '',
  }));

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const keyTable = (rows: KeyRow[]): string =>
  table(
    ['键', '写什么', '必写', '用处'],
    rows.map((row) => [`\`${row.key}\``, row.takes, row.needed ? '是' : '', row.words]),
  );

/** A question of a type as a file would have it, to ask it for its example. */
function questionOf(type: TypeName): Field {
  const options = type === '单选' || type === '多选' ? ', 选: [甲, 乙]' : '';
  const items = type === '列表' ? ', 每条: [{甲(文字): 甲？}]' : '';
  const text = `事项: 试\n编号: t\n问题:\n  - 题(${type}): {问: 问？${options}${items}}\n提交: {做: 立案}\n`;
  const loaded = loadFlow('t.yaml', text);
  const field = loaded.ok ? loaded.flow.fields[0] : undefined;
  if (!field) throw new Error(`${type} cannot be asked: ${loaded.faults.map(sentenceOf).join()}`);
  return field;
}

const typeTable = (): string =>
  table(
    ['类型', '对方可以这样答', '可以取的分项'],
    TYPE_NAMES.map((name) => [
      `\`${name}\``,
      TYPES[name].example(questionOf(name)) || '—',
      Object.keys(TYPES[name].parts ?? {})
        .map((part) => `\`.${part}\``)
        .join(' '),
    ]),
  );

export const BEGIN = '<!-- 下面的表由 npm run flows -- docs 生成，请不要手改 -->';
export const END = '<!-- 生成的表到这里为止 -->';

/** What stands between the two marks of docs/flows.md. */
export const generated = (): string =>
  [
    BEGIN,
    '### 一个文件里可以写的键',
    keyTable(fileRows()),
    '### 一个问题下面可以写的键',
    keyTable(questionRows()),
    '### 问题的类型',
    typeTable(),
    '### 动作',
    `“提交”的“做”可以写：${SUBMIT_ACTIONS.join('、')}。`,
    `“逾期”的“做”可以写：${OVERDUE_ACTIONS.join('、')}。`,
    END,
  ].join('\n\n');

/** The page with its generated part brought up to date. Throws when the marks are gone. */
export function refreshed(page: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error('docs/flows.md 里生成表格的两个记号不见了');
  return page.slice(0, from) + generated() + page.slice(to + END.length);
}
