/** What a clause of somebody who has something to bring up does: complains, asks for help, demands, drops. */

const problem =
  /坏[了的]|又坏|漏|渗水|堵(?:了|住)|不(?:制冷|制热|通|亮|出水|能用|好用|认|给办|给报|给看|管|理人|作数|算数|兑现|受理)|用不[了上]|打不开|没(?:有)?(?:人|谁)?(?:去|来|给)?(?:管|修|理|来|接电话|办|处理|答复|回复|回音|消息|动静|下文|着落|落实|解决|兑现|到账|发(?:下来|到|给)?|批|认|通|水|电|热水|网|安排|下来|方案|办成|联系我)(?!法|想|说)|迟迟|拖(?:了|着|到|欠)|推(?:来推去|脱|诿|给)|踢皮球|卡(?:住|着|在|了)|等了|报了|催了|[找跑问打].{0,6}[几两二三四五六七八九十多\d][次遍趟回]|排不上|上不了|进不[了去]|办不[了下]|批不|租不到|找不到(?!你)|招不到|太(?:贵|吵|远|挤|差|慢|难|脏|小)|没人|欠(?:着|了|我)|少发|停了|断了|发霉|白跑|扣(?:了|我)|多收|乱收|不够|跟不上|下不来|[做投干走赶]不[了开]|影响(?:了|到)?|异地|两地|困难|头疼|发愁|不方便/u;

const help =
  /帮(?:忙|我|下|一下|帮|着)|能不能.{0,10}(?:解决|安排|协调|处理|修|调|换|办|批|发|派|想)|(?:解决|协调|处理|落实|安排|反映|考虑|过问)(?:一下|下)|求助|反映|投诉|请.{0,8}(?:解决|处理|安排|派人|来人|尽快|协调)|(?:希望|想请|想让).{0,12}(?:解决|安排|协调|尽快|落实|派|帮|调|给)|麻烦.{0,8}(?:修|处理|解决|看看|来|安排)|需要.{0,8}(?:解决|安排|协调|帮)/u;

/** Only wants to know. */
const asking = /[?？吗么呢]\s*$|怎么(?:办理|申请|弄|算|领|走)|多少|哪些|什么(?:条件|材料|时候|标准)|几天/u;

export const saysProblem = (clause: string): boolean => problem.test(clause) && !asking.test(clause);
export const asksForHelp = (clause: string): boolean => help.test(clause);
export const onlyAsks = (text: string): boolean => asking.test(text);

/** So plain a complaint that it is one whatever it is about. */
export const complainsPlainly = (text: string): boolean =>
  /投诉|没人(?:管|理|修)|推来推去|推诿|踢皮球|(?:催|报|反映|找)了?(?:不下)?[好几两二三四五六七八九十多\d]+[次遍趟回]/u.test(
    text,
  );

/** What is to be done about it. */
export const demands = (clause: string): boolean =>
  !/要是|如果|不然|否则|的话/u.test(clause) &&
  /必须|要求|让(?:他|她|他们|你们|对方|物业|那边)|(?:来|派|安排)(?:个|一个)?人(?!才)|上门|修好|(?:今|明|后)[天晚].{0,6}(?:来|修|解决|处理)|下次|以后|道歉|赔|退(?:钱|款|票|费|给我|还)|换(?:个|一个|一台|台|新)|赶紧|尽快|抓紧|给个(?:说法|答复|准话)|尽早|月底前|前(?:解决|办好|修好|答复)/u.test(
    clause,
  );

export const hurries = (clause: string): boolean =>
  /必须|抓紧|加急|尽快|马上|赶紧|很急|特别急|太急|急用|急死|着急|今天就|立刻|等不[了及起]|受不了|拖不起/u.test(
    clause,
  ) && !/不(?:用|着|算|太|是很|必)急|不急|慢慢来/u.test(clause);

/** Said often already. */
export const saysAgain = (text: string): boolean =>
  /(?:报|说|反映|打|找|催|问|投诉|登记)(?:了|过)?(?:不下|至少|起码)?(?:两|二|三|四|五|六|七|八|九|十|好几|几|好多|多|无数|\d)+[次回遍趟]/u.test(
    text,
  );

const giveUp = /^(?:算了|就这样吧?|罢了)/u;
const notAny =
  /(?:就|也)?(?:不要了|不用(?:退|赔|管|追|计较|说)?了|算了|不追究了?|不计较了?|不提了|不要求了)$/u;

/** 算了票钱就不要了: what is no longer asked for; empty when nothing is named, undefined when nothing is dropped. */
export function droppedIn(clause: string): string | undefined {
  if (!giveUp.test(clause) && !notAny.test(clause)) return undefined;
  return clause
    .replace(giveUp, '')
    .replace(notAny, '')
    .replace(/^[，,、\s]+|就$/gu, '')
    .trim();
}

/** The whole matter is taken back. */
export const takesBack = (clause: string): boolean =>
  /(?:不|别|先不)(?:反映|投诉|报修|上报|提交)了?|撤(?:回|了|掉|销)(?:吧|那|这|$)|(?:不用|别|不要)(?:你们)?(?:办|处理|管|修|来)了|(?:已经|自己)(?:修好|解决|弄好|办好)了/u.test(
    clause,
  );

const chatter =
  /^(?:(?:我?(?:真|真的|实在|简直)?(?:是)?(?:服了?|无语|气死(?:我)?了?|受够了?|忍不了了?|没脾气了?))|唉+|哎+|您好|你好|在吗|在不在|谢谢(?:您|你|了)?|多谢|麻烦(?:了|您了|你了)|辛苦了?|好的?|嗯+|行吧?|可以|知道了|就这些|就这样|没了|没有了|其他没有?了?|(?:我|这边)?(?:还)?(?:有|说)(?:[一几两三])?[个件]?(?:事情?|问题|情况|困难)(?:想|要)?(?:请)?(?:您|你们?)?(?:反映|说|投诉|麻烦|帮忙|请教|问)?(?:您|你们?)?(?:一下|下)?|(?:想|要)?麻烦(?:您|你们?)?(?:一下|下|个事|几件事)|我?(?:想|要)?(?:反映|说|投诉)(?:一下|下|个事|几个事|[几两三]件事|[几两三]个问题|个问题)?|(?:还有)?[一两三]个事|(?:都|我)?(?:不)?同意)(?:啊|哦|吧|哈|呢|了)*$/u;
export const saysNothing = (clause: string): boolean => clause.length < 2 || chatter.test(clause);

const advice =
  /^(?:我|我们)?(?:还|也|再|就|想|另外|顺便)*(?:有|提|说)?(?:一?[个条点])?(?:小|不成熟的?)?建议(?:是|就是|一下)?[:：，,]?|^(?:我|我们)?(?:觉得|希望)(?:县里|政府|园区|咱们县|我们县|你们)(?:应该|可以|能|能够|最好)?|^要是(?:县里|园区|你们)?能/u;

/** What is suggested; undefined when nothing is. Empty: it is only announced. */
export function adviceIn(clause: string): string | undefined {
  const found = advice.exec(clause);
  if (!found || /解决|修|投诉|退/u.test(clause)) return undefined;
  const explicit = found[0].includes('建议');
  return explicit ? clause.slice(found[0].length).trim() : clause;
}

/** Words that begin another matter. */
export const NEXT =
  /^(?:(?:还有|另外|再就是|再一个|再者|其次|顺便|对了|此外|第[一二三四五][个件点]?(?:事|问题)?(?:是|就是)?|[一二三四]是|一个是|还有一[个件])(?:就是|的是|呢)?(?:说|提|反映|问)?(?:一下|一[个件]事?|[个件]事)?[，,：:、\s]*)+/u;

/** Words before what is meant. */
export const LEAD =
  /^(?:(?:就是|不过|但是|可是|而且|然后|反正|其实|主要是?|首先|我跟你说|跟你说|你们那个|你们这个|那个|我?(?:想|要)?(?:反映|投诉)(?:一下|下|的是|个问题|个事)?[:：]?|请问|嗯+|啊+)[，,\s]*)+/u;

/** Says no more than that there is something to bring up. */
export const announces = (text: string): boolean =>
  /事|问题|情况|困难|反映|投诉|麻烦/u.test(text) &&
  text.split(/[\s，,。！!、]+/u).every((clause) => clause === '' || saysNothing(clause.replace(NEXT, '')));
