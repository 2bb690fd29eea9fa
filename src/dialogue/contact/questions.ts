/** What a leader asks or reports about a person, without a contact in it. */

/** 吴昊电话多少 */
export const asksForPhone = (clause: string): boolean =>
  /(?:电话|手机|号码|联系方式|手机号|电话号码)(?:号|号码)?(?:是|呢|有)?(?:多少|几多|什么|啥|给我|发我|发一下|告诉我|报一下|有没有|有吗|查一下|来一个)|(?:把|给我|发我|发一下|查一下|要|告诉我|问下)(?:一下)?.{0,10}(?:的)?(?:电话|手机|联系方式)(?:号码?)?(?:给我|发我|发过来|报给我|一下|发一下)?(?:吧|呗|呢|啊)?$|怎么联系(?:他|她|[一-龥]{2,4})?[?？]?$|^(?!.*(?:打|通)(?:了|过)).{0,8}(?:电话|手机号)[?？呢]$/u.test(
    clause,
  ) && !/(?:打|通|回)(?:了|过|个)/u.test(clause);

/** 看看他提过什么困难没解决 */
export const asksForMatters = (clause: string): boolean =>
  /(?:提|反映|说|有|还有|留|欠)(?:过|了|着)?(?:什么|哪些|啥|几件|没有什么|哪几件).{0,8}(?:困难|诉求|问题|事|没解决|没办|没落实)|(?:困难|诉求|问题|事情?|件).{0,10}(?:办得?(?:怎么样|咋样|如何)|解决(?:了没|得怎么样|了吗|没有)|进展|到哪(?:一步|了)|有结果(?:没|吗)|落实(?:了没|了吗|没有))|办得?(?:怎么样|咋样|如何)了?[?？]?$|(?:上次|上回|那件|那个|说|提|反映)(?:的|过的)?(?:那)?(?:件|个)?(?:事情?|困难|问题|诉求)(?:现在|后来)?(?:怎么样|咋样|如何|怎样)了?[?？]?$|(?:有没有|还有没有).{0,6}(?:没解决|没办完|没落实|未办结)/u.test(
    clause,
  );

const strongly =
  /调走|调离|调到|调去|调任|离职|辞职|辞工|跳槽|退休了|退了休|人走了|走人了|不干了|被?挖走|去世|过世|离开(?:了)?(?:青岚|县里|我们县|公司|单位|这里|本县)|不在(?:我们)?(?:县里?|青岚|这边|公司|原单位|单位)(?:干|工作|上班|了)|搬(?:走|到.{2,6}去)了|回(?:老家|省城|原单位)(?:工作|上班|去)了/u;
const place =
  /(?:就|已经|都)?(?:去|到|回)(?:了)?(?!世|年|过|看|找)([一-龥]{2,4}?)(?:那边)?(?:工作|上班|发展|任职|高就)?(?:了|去了)/u;
const aboutAnother = /爱人|老婆|老公|孩子|女儿|儿子|同事|学生|徒弟|前任|局长|县长|他说|她说|反映|团队/u;
const unreal = /要是|如果|准备|打算|下个?月|明年|以后|想调|可能要|申请|怕|不会|还没|没有调/u;

/**
 * Whether a clause says of somebody that they left. Going somewhere alone says
 * so only while that is the talk already (上个月就去长沙了).
 */
export function movedAway(clause: string, named: boolean, checking: boolean): boolean {
  if (aboutAnother.test(clause) || unreal.test(clause)) return false;
  if (strongly.test(clause)) return named || checking || /^[他她]/u.test(clause);
  const went = place.exec(clause);
  if (!went || /我/u.test(clause)) return false;
  return checking && !/看望|走访|拜访/u.test(clause);
}

/** 听说吴昊住院了 */
export const fellIll = (clause: string): boolean =>
  /住院|病了|生病|做(?:了)?手术|摔(?:伤|断)|骨折|出(?:了)?车祸|受伤/u.test(clause) &&
  !aboutAnother.test(clause) &&
  !/出院|没(?:有)?(?:住院|生病)|吗|[?？]/u.test(clause);
