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
  ['慰问', /慰问|送(?:去)?(?:了)?(?:慰问品|祝福)|拜年/u],
  ['视频', /视频(?:通话|会议|聊|连线)?/u],
  [
    '电话',
    /(?:打|通|来|去)(?:了|过)?(?:个|一个|一通|次)?电话|电话(?:联系|里|沟通|问|聊)|通(?:了|过)?(?:个|次)?话|致电/u,
  ],
  ['微信', /微信|(?:发|回)(?:了|过)?(?:个|条)?(?:消息|信息)|(?:飞书|钉钉)上/u],
  ['短信', /短信/u],
  ['座谈', /座谈|开(?:了|过)?(?:个|一个)?(?:会|小会)|研讨/u],
  ['活动', /参加(?:了|过)?.{0,12}(?:活动|仪式|典礼|讲座|论坛|答辩|发布会)/u],
  [
    '走访',
    /看望|走访|拜访|探望|登门|上门|家访|走了一趟|实地|去(?:了|过)?.{0,14}(?:看|瞧|转)(?:了|过|望|看)?|调研/u,
  ],
  [
    '谈话',
    /(?:面谈|谈(?:了|过)?(?:话|心)?|聊(?:了|过)?(?:聊)?|见(?:了|过|到)(?:面)?|见面|碰(?:了|过)?(?:个)?(?:面|头)|约(?:了|见|谈)|请.{0,8}(?:来|到)(?:我)?办公室|吃(?:了|过)?(?:个|顿)?饭|交流)/u,
  ],
];

/** The way of contact a sentence tells, and where its word stands; undefined when it tells none. */
export function readMethod(text: string): { method: ContactMethod; at: number } | undefined {
  for (const [method, pattern] of patterns) {
    const found = pattern.exec(text);
    if (found) return { method, at: found.index };
  }
  return undefined;
}

/** A way of contact named by its own word, as in a correction: "改成电话". */
export const methodNamed = (text: string): ContactMethod | undefined =>
  contactMethods.find((method) => method !== '其他' && text.includes(method));
