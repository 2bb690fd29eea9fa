/** Whether a message may be sent as it is (feishu.md 4: types, sizes, keys). */
import type { Refusal } from './answers.ts';
import { cardVersion, checkCard } from './card/check.ts';
import { isRecord, type Json, list, parse, text } from './json.ts';
import type { Media } from './media.ts';

const textLimit = 150 * 1024;
const richLimit = 30 * 1024;

/** Undefined when the content is good. `requestBytes` is the size of the whole request body. */
export function checkContent(
  media: Media,
  type: string,
  content: string,
  requestBytes: number,
  p2p: boolean,
): Refusal | undefined {
  const limit = type === 'post' || type === 'interactive' ? richLimit : textLimit;
  const size = limit === richLimit ? Buffer.byteLength(content) : requestBytes;
  if (size > limit) return { code: 230025 };
  const parsed = parse(content);
  if (!isRecord(parsed))
    return type === 'interactive' ? cardNotJson : invalid('content is not a JSON object');
  if (type === 'system' && !p2p) return invalid('system is for one-to-one chats');
  const check = checks[type];
  return check ? check(parsed, media) : invalid(`msg_type ${type}`);
}

const cardNotJson: Refusal = { code: 230099, detail: 'ErrCode: 200621; ErrMsg: parse card json err; ' };

function invalid(detail: string): Refusal {
  return { code: 230001, detail };
}

type Check = (content: Json, media: Media) => Refusal | undefined;

const checks: Readonly<Record<string, Check>> = {
  text: (content) => (text(content.text) ? undefined : invalid('text is empty')),
  post: checkPost,
  image: (content, media) => holds(media, content.image_key, 'image'),
  file: (content, media) => holds(media, content.file_key, 'file'),
  audio: (content, media) => holds(media, content.file_key, 'file'),
  media: (content, media) => holds(media, content.file_key, 'file'),
  sticker: (content) => (text(content.file_key) ? undefined : invalid('file_key')),
  interactive: checkInteractive,
  share_chat: (content) => (text(content.chat_id) ? undefined : invalid('chat_id')),
  share_user: (content) => (text(content.user_id) ? undefined : invalid('user_id')),
  system: (content) => (text(content.type) ? undefined : invalid('type')),
};

/** A key of the other kind is a wrong type; a key nobody uploaded, or a person sent, is not the bot's to send. */
function holds(media: Media, key: unknown, kind: 'image' | 'file'): Refusal | undefined {
  const file = media.get(text(key) ?? '');
  if (file?.owner !== 'bot') return invalid(`invalid ${kind}_key`);
  return file.kind === kind ? undefined : { code: 230055 };
}

/** `{zh_cn: {title, content: [[{tag}]]}}`, or the same without a language. */
function checkPost(content: Json): Refusal | undefined {
  const bodies = Array.isArray(content.content) ? [content] : Object.values(content);
  const good =
    bodies.length > 0 &&
    bodies.every((body) => isRecord(body) && Array.isArray(body.content) && lines(body.content));
  return good ? undefined : invalid('post content');
}

function lines(content: unknown[]): boolean {
  return content.every(
    (line) => Array.isArray(line) && list(line).every((part) => isRecord(part) && text(part.tag)),
  );
}

function checkInteractive(card: Json, media: Media): Refusal | undefined {
  if (card.type === 'template') {
    return isRecord(card.data) && text(card.data.template_id) ? undefined : cardNotJson;
  }
  if (card.type === 'card') return { code: 230099, detail: 'ErrCode: 11310; ErrMsg: cardid is invalid; ' };
  return checkCard(card, (key) => media.get(key)?.kind === 'image');
}

/** A card may be replaced by one of its own version only: 2.0 never becomes 1.0 (feishu.md 1, 200830). */
export function checkReplacement(media: Media, before: string, after: string): Refusal | undefined {
  if (Buffer.byteLength(after) > richLimit) return { code: 230025 };
  const card = parse(after);
  if (!isRecord(card)) return cardNotJson;
  const refusal = checkInteractive(card, media);
  if (refusal) return refusal;
  const changed =
    cardVersion(parse(before)) === '2.0' && cardVersion(card) === '1.0' && card.type !== 'template';
  return changed
    ? { code: 230099, detail: 'ErrCode: 200830; ErrMsg: a 2.0 card can not become a 1.0 card; ' }
    : undefined;
}
