/** What a clause says that the speaker did, will do, or tried to do. */
import { dateOf } from './day.ts';
import { type ContactMethod, readMethod } from './methods.ts';
import { bareWeekday, halfDayIn, liesBehind, type SpokenDay } from './times.ts';

type Namer = (text: string) => { said: string; span: [number, number] }[];

export interface Deed {
  method: ContactMethod;
  sure: boolean;
  /** Tells of a second contact even where nobody new is named: 又打了电话, 下午再去. */
  fresh: boolean;
  place?: string;
  instead?: string;
  through?: string;
  topic?: string;
}

/** Words that hold 了 or 过 and say nothing of the past. */
const hollow =
  /忘了|算了|好了|行了|得了|除了|为了|罢了|不了|了解|通过|过年|过节|过去|过来|路过|过几天|过两天|不过|过问|经过|过程|过会儿|超过|难过|过日子/gu;
const past = /了|过|完(?:话|会|电话)?$|刚|已经|着$|得知|看哒|去哒|咗/u;
const ahead =
  /明天|明日|明早|明晚|后天|大后天|下周|下星期|下礼拜|下个?月|改天|抽空|有空|过几天|过两天|回头|等(?:下|会)|待会|月底前?要|到时候|准备|打算|计划|想(?:去|找|约|见|看|请|跟|和)|要(?:去|找|约|见|看|请|跟|和)|会去|安排(?:一下|我|个)|约(?:一下|个时间)|定个(?:时间|日子)|记得|(?:请|叫|让|你|帮)?.{0,3}提醒(?:一下|下)?我|提醒(?:一下|下)|帮我约/u;
const going = /(?:我|咱们?|我们)?.{0,4}(?:去|到|找|看|见|约|拜访|走访|座谈|聊|打电话|联系|慰问|来我)/u;

/** A plan: something ahead, with nothing done in it. `only`: no more than the wish to be reminded. */
export function planIn(
  clause: string,
  day: SpokenDay | undefined,
  now: number,
): { remind: boolean; only: boolean; time?: string; place?: string } | undefined {
  const plain = clause.replace(hollow, '');
  const remind = /提醒/u.test(clause) && !/不(?:用|要|必)提醒|别提醒/u.test(clause);
  if (
    /^(?:(?:请|麻烦|到时候?|届时|你们?|小才|帮我|记得|提前(?:一天|一小时)?|头天|当天)*提醒(?:一下|下|一哈)?(?:我|一下|下)*)(?:吧|啊|哈|呗|就行)?$/u.test(
      plain,
    )
  ) {
    return { remind: true, only: true };
  }
  if (/[他她](?:们)?(?:说|讲|反映|建议|提|想|要|准备|打算|希望)|建议|困难/u.test(plain)) return undefined;
  const future =
    ahead.test(plain) ||
    (day !== undefined &&
      day.date >= dateOf(now) &&
      !past.test(plain) &&
      !/看望|走访(?!一)|拜访/u.test(plain.replace(/去(?:看望|走访|拜访)/u, '')));
  if (!future || !going.test(plain)) return undefined;
  const done = past.test(plain.replace(/(?:之前|以前|上次|上回|好久没).{0,6}[了过]/u, ''));
  if (done && !remind) return undefined;
  if (
    day &&
    day.date === dateOf(now) &&
    !remind &&
    !bareWeekday(clause) &&
    liesBehind(day, halfDayIn(clause), now)
  )
    return undefined;
  const place = placeIn(clause);
  return { remind, only: false, ...(place ? { place } : {}) };
}

const notYet =
  /(?:还|一直|最近|好久|都|又|这阵子|这段时间|上次)?(?:没有?|未|冇|莫)(?:来得及|时间|空|顾上|顾得上|机会|能|怎么|去成|得空)(?:去|联系|看望?|见|打|走访)?|(?:还|一直|最近|好久|都|从来|这个?季度|这季度)(?:没有?|未|冇)(?:去|联系|看望?|见|打|走访|聊)/u;

/** 一直没空去看吴昊 */
export const notYetIn = (clause: string): boolean => notYet.test(clause) && !missedWords.test(clause);

const missedWords =
  /(?:没(?:有)?|冇|未)(?:见到|见着|碰到|碰上|打通|联系上|联系得上|找到|找着|遇到|遇上|接(?!到通知)|见成|看到人)|(?:人|他|她|[一-龥]{2,3})(?:刚好|正好)?不在(?:家|单位|办公室|所里|厂里|学校|县里|院里)?$|^不在(?:家|单位|办公室|所里|厂里|学校|县里|院里)?$|扑(?:了)?(?:个)?空|无人接听|没人接|打不通|(?:没|冇)人(?:在|接)|(?:一直|老是)?占线|关机|出差了?(?:没|不)|没空见|门锁着|白跑/u;

/** They tried and did not meet. */
export const missedIn = (clause: string): boolean => missedWords.test(clause);

const asking =
  /[?？]\s*$|[吗么不没][。！]?$|多少|怎么(?:样|办|回事)|还差谁|是谁|哪里|哪位|为什么|什么时候|能不能|可不可以|是不是|有没有/u;
/** Somebody else did it. */
const hearsay = /^(?:听说|据说|听人说|好像)|上次你们|你们(?:上次|什么时候|去)/u;
const otherSubject =
  /^(?!.{0,6}(?:陪|和|跟|与|同|我|[去到在赴](?=[一-龥]{1,8}(?:局|办公室|委|镇|乡|中心|部门|科室))))(?:[一-龥]{0,3}(?:昨天|今天|上周|上午|下午)?)?(?:人才办|[一-龥]{1,5}(?:局|办公室|委(?!托)|镇|乡|科室|中心|部门|书记|县长|部长|主任|局长)(?:的同志|的人|派人|[一-龥]{1,2})?|他们|她们|你们|你)(?:昨天|今天|上周|上午|下午|刚才|已经|也|都|又)*(?:去|到|看望|走访|拜访|慰问|打|跟|和|给|请|来)/u;
const reported =
  /^[他她](?:们)?(?:说|讲|反映|提|建议|希望|还|也|想|觉得|表示|跟我说)|建议|^(?:说|讲|反映|提出|提到|表示)/u;

const sureWords =
  /看望|走访|拜访|慰问|探望|家访|登门|上门|谈心|联系(?:了|过)|电话联系|致电|约见|来访|来我|来找我/u;

/** A contact the speaker had, or undefined. `day`: what the clause says, leaning to the past. */
export function contactIn(
  clause: string,
  names: Namer,
  day: SpokenDay | undefined,
  now: number,
): Deed | undefined {
  if (asking.test(clause) || hearsay.test(clause)) return undefined;
  const found = readMethod(clause);
  if (!found) return undefined;
  if (reported.test(clause) || spokenOf(clause, names)) return undefined;
  const through = /(?:委托|请|让|安排|派)([一-龥]{2,8}?)(?:代我|替我|代表我)/u.exec(clause)?.[1];
  const instead = /(?:替|代表?)(?!我)([一-龥]{2,8}?)(?=去|到|看望|走访|拜访|慰问|给|打|联系|跟|和)/u.exec(
    clause,
  )?.[1];
  if (!through && !instead && otherSubject.test(clause)) return undefined;
  const plain = clause.replace(hollow, '');
  const behind = past.test(plain) || liesBehind(day, halfDayIn(clause), now);
  if (!behind && !sureWords.test(plain)) return undefined;
  if (bareWeekday(clause) && !past.test(plain) && !/看望|走访|拜访|慰问/u.test(plain)) return undefined;
  const place = placeIn(clause);
  const topic = topicIn(clause, found.method === '谈话' ? found.at : found.end);
  return {
    method: found.method,
    sure: sureWords.test(clause) || /[他她](?!们)/u.test(clause),
    fresh: /又(?:去|打|约|跟|和|给|专门)|再次|另外又/u.test(clause),
    ...(place && names(place).length === 0 ? { place } : {}),
    ...(instead ? { instead } : {}),
    ...(through ? { through } : {}),
    ...(topic ? { topic } : {}),
  };
}

/** The talent did it, and not with the speaker: 李教授去看望了学生; but 李教授来找我 is a contact. */
function spokenOf(clause: string, names: Namer): boolean {
  const [first] = names(clause);
  if (
    !first ||
    first.span[0] > 4 ||
    /[看见访望问和跟与给请约同陪到替]|了$/u.test(clause.slice(0, first.span[0]))
  )
    return false;
  const after = clause.slice(first.span[1]);
  if (
    /我|来(?:电|访|办公室|县里|坐|过)|(?:那里|那边|那儿|家里?|处)?(?:我)?(?:看|去|聊|见|走访|打|联系|慰问|谈)(?:过|了)(?:的|了)?/u.test(
      after,
    )
  ) {
    return (
      /^(?:同志|教授|博士|老师)?(?:昨天|今天|上午|下午|上周|刚才)*(?:也|又|就|还|已经)*去(?:看望|走访|拜访|慰问|给|跟)/u.test(
        after,
      ) && !/我/u.test(after)
    );
  }
  return /^(?:同志|教授|博士|老师)?(?:昨天|今天|上午|下午|上周|最近|刚才)*(?:也|又|就|还|已经|没)*(?:说|去|到|在|给|跟|和|参加|出席|提|想|建议|反映|打|看|正|是|的)/u.test(
    after,
  );
}

const placeWords =
  /(?<!带|送|过|说|提|聊|谈|想|问)(?:去|到|在|赴|前往|跑)(?:了|过)?(?:一?趟|一下)?(?!看|走访|拜访|探望|慰问|见|他|她|家|找|我|走|得|处|位|时候|年底|现在|医院住|中秋|春节|[一二三两几四五]家)([一-龥A-Za-z0-9（）()·]{2,18}?)(?=看望|看了|看看|看|走访|拜访|探望|慰问|和|与|跟|同|见|开|参加|座谈|调研|了解|聊|谈|走了|走走|转|坐|给|又|约|找|碰|遇|[，,。；;\s]|$)/u;

/** Where it was, as said. */
export const placeIn = (clause: string): string | undefined => {
  const place = placeWords.exec(clause)?.[1]?.replace(/^(?:了|一趟|趟)|(?:那边|这边|里面|那里|的)$/gu, '');
  return place && place.length >= 2 && !/^[一二三两几四五]家$|^(?:了|过|上午|下午|一[下趟圈])/u.test(place)
    ? place
    : undefined;
};

/** What it was about, where the clause itself says so: 通了电话聊名师讲堂. */
function topicIn(clause: string, from: number): string | undefined {
  const tail =
    /(?:聊|谈|说|讲|问(?!题|候)|商量|讨论|了解|沟通|交流|反映)(?:了|到|过|起|一下|下|聊|谈|问)*([^，。]{2,60})$/u.exec(
      clause.slice(from),
    );
  const topic = tail?.[1]?.trim();
  if (
    !topic ||
    /^(?:一?会儿?|[一二两三半几\d]+个?(?:多)?(?:小时|钟头|分钟|钟)|半天|很久|聊|话|心|很多|一次|一聊|一谈|得|了|几句$)/u.test(
      topic,
    )
  )
    return undefined;
  return tail?.[0];
}
