/**
 * What a clause says that was said: a suggestion (意见建议, which gets an answer),
 * a need (诉求, which gets a deadline), or simply how things stand (domain.md 1.5).
 */

export type Fact =
  | { kind: 'need'; text: string; urgent: boolean }
  | { kind: 'suggestion'; text: string; urgent: boolean }
  | { kind: 'note'; text: string }
  /** How urgent the thing said before is. */
  | { kind: 'urgency'; urgent: boolean }
  /** Says what kind of thing comes next: 提了两条建议, 有几个困难. */
  | { kind: 'heading'; of: 'need' | 'suggestion' }
  /** Nothing to keep: 记一下, 谢谢. */
  | { kind: 'nothing' };

const lead =
  /^(?:嗯+|啊+|呃+|哦+|那个|就是|然后|后来|接着|另外|同时|再就是|再一个|对了|顺便|补充(?:一下|一点|两句)?|还有就是|还有|此外|[一二三四五]是|第[一二三四五]|首先|其次|最后)+[:：、]?/u;

const saidSo =
  /^(?:[他她](?:们)?|人家|对方|本人)?(?:那边|这边)?(?:也|还|就|又|主要|特别|着重|一直|当面|反复)*(?:跟我|和我|给我|向我|同我)?(?:说起|说到|说|讲到|讲|反映|提到|提出|谈到|表示|觉得|认为|告诉我)(?:了|的是|到)?(?:一?[个件]|一下)?[:：]?/u;

const noProblem =
  /(?:没(?:有|得)?(?:什么|啥|提|说)?(?:特别|大|其他|别)?的?(?:困难|问题|诉求|需要|要求|意见)|不(?:缺|需要|困难|用解决)|(?:已经?|都|基本)(?:经|都)?(?:解决|落实|办好|办妥|到位|安排好)|暂时没|一切(?:都)?(?:好|顺利|正常)|解决了(?!吗)|落实了(?!吗)|到位了(?!吗))/u;

const needWords =
  /困难|没(?:有|能|得到)?(?:落实|解决|着落|办下来|办好|批下来|到位|安排|定下来|给办|法办)|(?:还|都|一直)没(?:有)?(?:落实|解决|办|批|到位|安排|给|下来|消息|回音|着落)|(?<!补|或|欠)缺(?!席|点)|不够用?|不足|(?:还|尚|就)差(?:着)?(?:\d|[一二两三四五六七八九十几百千]|点?(?:钱|资金|经费|人手|设备|手续))|缺口|周转不|想要|想(?:申请|解决|请(?!假)|办|租|换|调|把.{1,12}(?:转|办|接|迁))|(?<!不)需要|求(?:助|县里|帮)|希望.{0,12}(?:解决|落实|帮|协调|尽快|给[他她]|支持)|卡(?:住|在|着|壳)|办不(?:了|下来|成)|批不下来|拖(?:着|了|到)|头疼|发愁|愁得|着急|紧张|住院|生病|病了|坏了|漏水|停(?:水|电)|跟不上|租不到|找不到|招不到|招不来|没(?:地方|人手|房|车位|学位|编制|指标)|报销不|批不|欠(?:着|了)|拿不到|没(?:发|兑现|拿到)|上不了|落不了|读不了|进不了|入不了|够呛|压力(?:大|很大|蛮大)|不方便|不太够|跑(?:了)?(?:好几|几)趟|异地|两地分居|冇得|冇解决|莫得/u;

/** 他提出孩子上学的事: brought up, however it stands. */
const broughtUp =
  /^(?:[他她]|本人)?(?:也|还|又|就|主要|这次|专门)*(?:提出|反映)(?:了|的是)?(?:一下)?[^，。]{2,30}?(?:的?(?:事情?|问题|困难|难题|难处))$/u;

const suggestionWords =
  /建议|提议|主张|(?:希望|盼着|最好)(?:县里|县委|政府|部门|组织上|上面|园区|咱们?县|我们县)/u;

const urgentWords = /抓紧|加急|尽快|特别急|很急|马上|赶紧|急着|抓紧办|催一下|搞快点/u;
const calmWords = /不(?:用|着|算|太|是很|必)急|不急|慢慢来|有空再|不用着急/u;
const chatter =
  /^(?:(?:这个|这|你|你们|请|麻烦|帮我|都|也|先|把这个)*(?:记(?:一下|下来?|着|录一下|上)|登记一下|跟(?:进|一下)|了解一下|知道就行|落实一下|办一下|处理一下|看一下|转(?:给|一下))|谢谢|辛苦了?|好的?|好嘞|就这些|就这样|没了|完了|行了|其他没有?了?|没别的了?|大概就这样|嗯|对|是的?)(?:吧|啊|哈|了|你们?|您)*$/u;

/** Reads one clause; `after` is what a heading before it announced. */
export function factOf(clause: string, after?: 'need' | 'suggestion'): Fact {
  const plain = clause.replace(lead, '').trim();
  const urgent = urgentWords.test(plain) && !calmWords.test(plain);
  const bare = plain.replace(urgentWords, '').replace(calmWords, '').trim();
  if (bare !== plain && (bare.length <= 2 || chatter.test(bare))) return { kind: 'urgency', urgent };
  if (plain.length < 2 || chatter.test(plain)) return { kind: 'nothing' };
  const advice = suggestion(plain);
  if (advice === '') return { kind: 'heading', of: 'suggestion' };
  if (advice) return { kind: 'suggestion', text: advice, urgent };
  const told =
    plain
      .replace(saidSo, '')
      .replace(/^[他她](?!们|俩|家)(?:还(?=缺|想|要|需)|也(?=缺|想|要|需))?/u, '')
      .replace(
        /^(?:主要)?(?:有|提了|说了)?(?:这么)?(?:几|两|三|一|些)[个件条点](?:困难|问题|诉求|难处)[:：]/u,
        '',
      )
      .trim() || plain;
  if (
    /^(?:有|提了|说了|还有|反映了|主要)?(?:几|两|三|一些|不少|这么几|\d)?[个件条点]?(?:困难|问题|诉求|难处)(?:没解决|没落实|要解决)?(?:[:：]|是|就是)?$/u.test(
      told,
    ) &&
    !after
  ) {
    return { kind: 'heading', of: 'need' };
  }
  if (noProblem.test(told)) return { kind: 'note', text: told };
  if (needWords.test(told) || broughtUp.test(plain)) return { kind: 'need', text: told, urgent };
  if (after && told.length >= 4) return { kind: after, text: told, urgent };
  return { kind: 'note', text: told };
}

/** What was suggested; empty when only announced, undefined when nothing was. */
function suggestion(plain: string): string | undefined {
  if (
    /^我(?:也|们|就|还)?(?:是)?(?:建议|希望)|没(?:有|得)?(?:什么|啥|提)?.{0,3}建议|不建议|建议.{0,6}(?:都|已)?(?:采纳|落实|答复)了/u.test(
      plain,
    )
  )
    return undefined;
  if (
    /(?:提|有|说|讲|谈)(?:了|出)?(?:几|两|三|一|好几|些|不少|\d)?[个条点]?(?:意见)?(?:和)?建议(?:[:：]|是|就是)?$/u.test(
      plain,
    ) ||
    /^(?:意见)?建议[:：]?$/u.test(plain)
  )
    return '';
  if (
    /希望|盼着/u.test(plain) &&
    !/建议|提议/u.test(plain) &&
    /解决|落实|协调|帮[他她]|给[他她]|[他她]的/u.test(plain)
  )
    return undefined;
  const found = suggestionWords.exec(plain);
  if (!found) return undefined;
  const explicit = /建议|提议|主张/u.test(found[0]);
  const rest = plain.slice(explicit ? found.index + found[0].length : found.index);
  return rest.replace(/^(?:了|是|说|的是|就是|一下|我们|[:：、])+/u, '').trim() || plain;
}

/** Children, health and households: shown to no other department before the talent agrees (domain.md 1.6). */
export const isPrivate = (text: string): boolean =>
  /孩子|小孩|儿子|女儿|初[一二三]|高[一二三]|[一二三四五六]年级|幼儿园|户口|户籍|爱人|老婆|老公|配偶|住院|生病|手术|怀孕|\d岁|开学/u.test(
    text,
  );
