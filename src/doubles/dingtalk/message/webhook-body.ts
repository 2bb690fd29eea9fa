/** JSON of the webhooks (and of an answer in HTTP mode): text, markdown, link, actionCard, feedCard (dingtalk.md 4.2). */

/** Bytes of the words in one webhook message. */
const longestText = 20_000;

export type CheckedBody =
  | { type: string; content: Record<string, unknown> }
  | { errcode: number; errmsg: string };

type Fields = Record<string, unknown>;

/** The first missing field of a body, by type; undefined: complete. */
const missing: Record<string, (body: Fields) => string | undefined> = {
  text: (it) => lacks(it, 'content'),
  markdown: (it) => lacks(it, 'title', 'text'),
  link: (it) => lacks(it, 'title', 'text', 'messageUrl'),
  actionCard: (it) => lacks(it, 'title', 'text') ?? lacksButtons(it),
  feedCard: (it) => lacksEach(it.links, 'links', 'title', 'messageURL', 'picURL'),
};

/** What a webhook body says, or the platform's errcode. `at` keeps only those whom the text really names. */
export function checkWebhookBody(body: Fields): CheckedBody {
  const type = String(body.msgtype ?? '');
  const check = Object.hasOwn(missing, type) ? missing[type] : undefined;
  if (!check) return { errcode: 400105, errmsg: '不支持的消息类型' };
  const content = object(body[type]);
  const lack = content ? check(content) : type;
  if (!content || lack) return { errcode: 40035, errmsg: `缺少参数 ${lack}` };
  const words = String(content.text ?? content.content ?? '');
  if (Buffer.byteLength(words) > longestText)
    return { errcode: 460101, errmsg: 'message too long, exceed 20000 bytes' };
  const at = shownMentions(object(body.at), words);
  return { type, content: at ? { ...content, at } : content };
}

/** A mention shows only when `@userId` (or @mobile) stands in the text too. */
function shownMentions(at: Fields | undefined, words: string): Fields | undefined {
  if (!at) return undefined;
  const shown = (list: unknown): string[] =>
    (Array.isArray(list) ? list : []).map(String).filter((who) => words.includes(`@${who}`));
  return { atUserIds: shown(at.atUserIds), atMobiles: shown(at.atMobiles), isAtAll: at.isAtAll === true };
}

function lacksButtons(card: Fields): string | undefined {
  if (Array.isArray(card.btns)) return lacksEach(card.btns, 'btns', 'title', 'actionURL');
  return lacks(card, 'singleTitle', 'singleURL');
}

function lacksEach(list: unknown, name: string, ...fields: string[]): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return name;
  for (const item of list) {
    const lack = lacks(object(item) ?? {}, ...fields);
    if (lack) return `${name}.${lack}`;
  }
  return undefined;
}

function lacks(it: Fields, ...fields: string[]): string | undefined {
  return fields.find((field) => typeof it[field] !== 'string' || it[field] === '');
}

function object(value: unknown): Fields | undefined {
  return value !== null && typeof value === 'object' ? (value as Fields) : undefined;
}
