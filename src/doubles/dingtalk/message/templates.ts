/** msgKey and msgParam of the OpenAPI sends: which keys each template needs (dingtalk.md 4.3). */
import type { Files } from '../files.ts';

/** Bytes of msgParam. */
const longestParam = 15_000;
const fileTypes = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']);

export type Checked = { type: string; content: Record<string, unknown> } | { code: string; message: string };

interface Template {
  /** The type people see. */
  type: string;
  /** Field, and the error code when it is missing. */
  needs: readonly (readonly [field: string, code: string])[];
}

const card: Template['needs'] = [
  ['title', 'miss.param.actionCardTotitle'],
  ['text', 'miss.param.actionCardTotext'],
];

/** Buttons of the vertical cards are called action..., of the horizontal one button...Url. */
const buttons = (count: number, title: string, url: string): Template['needs'] =>
  Array.from({ length: count }, (_, i) => [
    [`${title}${i + 1}`, 'miss.param.actionCardTobtnsTotitle'] as const,
    [`${url}${i + 1}`, 'miss.param.actionCardTobtnsToactionUrl'] as const,
  ]).flat();

const actionCard = (count: number): Template => ({
  type: 'actionCard',
  needs: [...card, ...buttons(count, 'actionTitle', 'actionURL')],
});

const templates: Record<string, Template> = {
  sampleText: { type: 'text', needs: [['content', 'miss.param.contentOfText']] },
  sampleMarkdown: {
    type: 'markdown',
    needs: [
      ['title', 'miss.param.markdownTotitle'],
      ['text', 'miss.param.markdownTotext'],
    ],
  },
  sampleImageMsg: { type: 'image', needs: [['photoURL', 'miss.param.photoTophotoUrl']] },
  sampleLink: {
    type: 'link',
    needs: [
      ['title', 'miss.param.titleOfLink'],
      ['text', 'miss.param.textOfLink'],
      ['messageUrl', 'miss.param.messageUrlOfLink'],
    ],
  },
  sampleActionCard: {
    type: 'actionCard',
    needs: [
      ...card,
      ['singleTitle', 'miss.param.actionCardTosingleTitle'],
      ['singleURL', 'miss.param.actionCardTosingleUrl'],
    ],
  },
  sampleActionCard2: actionCard(2),
  sampleActionCard3: actionCard(3),
  sampleActionCard4: actionCard(4),
  sampleActionCard5: actionCard(5),
  sampleActionCard6: { type: 'actionCard', needs: [...card, ...buttons(2, 'buttonTitle', 'buttonUrl')] },
  sampleAudio: {
    type: 'audio',
    needs: [
      ['mediaId', 'miss.param.audio'],
      ['duration', 'miss.param.audio'],
    ],
  },
  sampleFile: {
    type: 'file',
    needs: [
      ['mediaId', 'miss.param.file'],
      ['fileName', 'miss.param.file'],
      ['fileType', 'miss.param.file'],
    ],
  },
  sampleVideo: {
    type: 'video',
    needs: [
      ['videoMediaId', 'miss.param.video'],
      ['videoType', 'miss.param.video'],
      ['duration', 'miss.param.video'],
    ],
  },
};

/** The message a send stands for, or the platform's error code. */
export function checkTemplate(msgKey: unknown, msgParam: unknown, files: Files): Checked {
  if (typeof msgKey !== 'string' || msgKey === '')
    return wrong('invalidParameter.msgKey.empty', '缺少msgKey');
  const template = Object.hasOwn(templates, msgKey) ? templates[msgKey] : undefined;
  if (!template) return wrong('invalidParameter.msgKey.invalid', 'msgKey无效');
  if (typeof msgParam !== 'string') return wrong('invalidParameter.param.invalid', '参数不合法');
  if (Buffer.byteLength(msgParam) > longestParam)
    return wrong('invalidParameter.msgParam.tooLong', '消息内容太长');
  const content = parsed(msgParam);
  if (!content) return wrong('invalidParameter.msgParam.invalid', 'msgParam必须是json格式');
  for (const [field, code] of template.needs)
    if (!filled(content[field])) return wrong(code, `消息内容不合法，需要${field}属性`);
  return checkMedia(msgKey, content, files) ?? { type: template.type, content };
}

function checkMedia(msgKey: string, content: Record<string, unknown>, files: Files): Checked | undefined {
  const media = content.mediaId ?? content.videoMediaId ?? content.photoURL;
  const isId = msgKey !== 'sampleImageMsg' || !/^https?:/.test(String(media));
  if (media !== undefined && isId && !files.get(String(media)))
    return wrong('resource.not.found', '资源不存在');
  if (msgKey === 'sampleFile' && !fileTypes.has(String(content.fileType)))
    return wrong('invalidParameter.param.invalid', '不支持的文件类型');
  return undefined;
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const filled = (value: unknown): boolean =>
  (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';

const wrong = (code: string, message: string): Checked => ({ code, message });
