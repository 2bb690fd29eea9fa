/** Ways of contact as people say them (domain.md 1.4). */

export const contactMethods = [
  '走访',
  '座谈',
  '谈话',
  '慰问',
  '活动',
  '电话',
  '微信',
  '短信',
  '视频',
  '其他',
] as const;
export type ContactMethod = (typeof contactMethods)[number];

/** Most telling first: a phone call during which somebody "聊了" is a phone call. */
const patterns: [ContactMethod, RegExp][] = [
  ['慰问', /慰问|送(?:去)?(?:了)?(?:慰问品|祝福|清凉|温暖)|拜(?:了)?(?:个)?年/u],
  ['视频', /(?:开|打|接|通)?(?:了|过)?(?:个|一个)?视频(?:通话|会议|聊|连线|电话)?/u],
  [
    '电话',
    /(?:打|通|来|去|接|回|挂)(?:了|过|到|完)?(?:[一-龥]{1,4}的)?(?:个|一个|一通|通|次|几个)?电话|电话(?:联系|里|沟通|问|聊|慰问)|通(?:了|过|完)?(?:个|次|一次)?(?:电)?话|致电|(?:打|拨)通了/u,
  ],
  [
    '微信',
    /微信|(?:发|回)(?:了|过)?(?:个|条|几条|一条)?(?:消息|信息|语音)|(?:飞书|钉钉|[Qq]{2})(?:上|里|聊|联系)/u,
  ],
  ['短信', /短信/u],
  [
    '座谈',
    /座谈|开(?:了|过)?(?:个|一个)?(?:碰头会|小会|恳谈会|座谈会)|(?:和|与|跟|同|请).{1,12}开(?:了|过)(?:个|一个)?会|研讨/u,
  ],
  [
    '活动',
    /(?:参加|出席)(?:了|过)?.{0,14}(?:活动|仪式|典礼|讲座|论坛|答辩|发布会|首演|展|鉴定会|开题|结题)/u,
  ],
  [
    '走访',
    /看望|走访|拜访|探望|登门|上门|家访|走了一趟|实地|去(?:了|过)?.{0,14}(?:看|瞧|瞅|转)(?:了|过|望|看|转|哈|下|他|她|一)?|调研|去(?:了|过)(?:一?趟|一下|一哈)?|跑了(?:一?趟|.{0,2}家)|到.{1,14}?(?:走|转|坐|看)(?:了|走|转|坐|看)|看(?:了|过)(?:一?下|看|一?哈)?(?=[一-龥]{2,})|串(?:了)?个?门|走动(?:了)?(?:一)?下|听(?:了|过).{0,8}课|去(?:他|她|[一-龥]{1,4})(?:家|那里|那儿|那边|办公室|实验室)/u,
  ],
  [
    '谈话',
    /面谈|谈(?:了|过|完)?(?:心|话)|(?:聊|谈|摆)(?:了|过|到)(?:聊|谈|摆|一|会|半|很|好|个|蛮)?|聊(?:聊|天)|扯了|摆(?:了)?(?:哈|一下)?(?:龙门阵|白)|见(?:了|过|到|着)(?:了)?(?:一?面|个面|一下)?|见(?:了)?面|碰(?:了|过|到)(?:个|一)?(?:面|头|下)?|会(?:了|过)(?:一?面|一会)|约(?:了|见|谈)|请.{0,8}(?:来|到)(?:了)?(?:我)?(?:的|这|这里|这边)?(?:办公室|坐)?|来(?:了)?(?:我|县里找我|找(?:了)?我)(?:的|这|这里|这边)?(?:办公室)?|来访|过来(?:坐|了)|来(?:坐|找|办公室)|吃(?:了|过)?(?:个|顿|餐)?(?:便)?饭|喝(?:了)?(?:杯|个|口)?茶|交流(?:了|过)|联系(?:了|过|上了)|遇(?:到|见)(?:了)?/u,
  ],
];

/** The way of contact a sentence tells, and where its word stands; undefined when it tells none. */
export function readMethod(text: string): { method: ContactMethod; at: number; end: number } | undefined {
  for (const [method, pattern] of patterns) {
    const found = pattern.exec(text);
    if (found) return { method, at: found.index, end: found.index + found[0].length };
  }
  return undefined;
}

/** A way of contact named by its own word, as in a correction: "改成电话". */
export const methodNamed = (text: string): ContactMethod | undefined =>
  contactMethods.find((method) => method !== '其他' && text.includes(method));
