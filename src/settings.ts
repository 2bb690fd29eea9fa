/**
 * The settings of design.md 5: for every variable its check, its default, what
 * it means and what to say when it is wrong. `.env.example` is written from here.
 */
import { isIP } from 'node:net';
import { z } from 'zod';

/** A variable: what it means, its default, and the sentence when its value is wrong. */
interface Setting {
  readonly fallback: string;
  readonly meaning: string;
  readonly about: string;
  /** What the value must be, after "NAME must be". */
  readonly must: string;
  /** The same in Chinese, after 「NAME 应为」. */
  readonly should: string;
}

const optional = (schema: z.ZodType<string>) => z.union([z.literal(''), schema]);
const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));
const platformAddress = urlOf('http:', 'https:')
  .refine((text) => text.startsWith('https:') || isLoopback(text))
  .transform(withoutSlash);

export const SCHEMAS = {
  PORT: z.coerce.number().int().min(0).max(65_535),
  DATABASE_URL: optional(urlOf('postgres:', 'postgresql:')),
  REDIS_URL: optional(urlOf('redis:', 'rediss:')),
  DATA_DIR: z.string(),
  ROLE: z.enum(['all', 'web', 'worker']),
  PUBLIC_URL: optional(urlOf('http:', 'https:')).transform(withoutSlash),
  COUNTY: z.string(),
  SECRET_KEY: z.string().refine((text) => text === '' || splitKeys(text).every((key) => key.length >= 32)),
  CLAIM_CODE: optional(z.string().regex(/^[^\s]{6,64}$/u)),
  FEISHU_APP_ID: optional(z.string().regex(/^cli_[0-9a-fA-F]{16}$/)),
  FEISHU_APP_SECRET: z.string(),
  FEISHU_ENCRYPT_KEY: z.string(),
  FEISHU_VERIFICATION_TOKEN: z.string(),
  FEISHU_CONNECTION: z.enum(['long', 'webhook']),
  FEISHU_DOMAIN: platformAddress,
  DINGTALK_CLIENT_ID: z.string(),
  DINGTALK_CLIENT_SECRET: z.string(),
  DINGTALK_CONNECTION: z.enum(['stream', 'webhook']),
  DINGTALK_EVENT_TOKEN: optional(z.string().regex(/^[0-9a-zA-Z]{3,32}$/)),
  DINGTALK_EVENT_AES_KEY: optional(z.string().regex(/^[0-9a-zA-Z]{43}$/)),
  DINGTALK_CORP_ID: z.string(),
  DINGTALK_API: platformAddress,
  DINGTALK_OAPI: platformAddress,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
} as const;

export type Name = keyof typeof SCHEMAS;
export const environmentSchema = z.object(SCHEMAS);
export type Values = z.output<typeof environmentSchema>;

const ADDRESS = { must: 'an https address, or a loopback one', should: 'https 地址（本机地址可用 http）' };
const ANY = { must: 'text', should: '文本' };

export const SETTINGS: Readonly<Record<Name, Setting>> = {
  PORT: {
    fallback: '3000',
    meaning: 'Port of the web server.',
    about: '网页与回调服务的端口',
    must: 'a number from 0 to 65535',
    should: '0 到 65535 之间的数字',
  },
  DATABASE_URL: {
    fallback: '',
    meaning: 'PostgreSQL 14 or later; empty: embedded PostgreSQL under DATA_DIR.',
    about: 'PostgreSQL 14 及以上；留空则使用 DATA_DIR 下的内置数据库',
    must: 'an address like postgresql://user:password@host:5432/jinyue',
    should: '形如 postgresql://user:password@host:5432/jinyue 的地址',
  },
  REDIS_URL: {
    fallback: '',
    meaning: 'Redis for the queues; empty: queues on PostgreSQL.',
    about: '队列所用的 Redis；留空则队列也放在 PostgreSQL 中',
    must: 'an address like redis://host:6379',
    should: '形如 redis://host:6379 的地址',
  },
  DATA_DIR: {
    fallback: './data',
    meaning: 'Folder of the embedded database and of the key made for it.',
    about: '内置数据库和自动生成的密钥所在目录',
    must: 'a folder',
    should: '目录',
  },
  ROLE: {
    fallback: 'all',
    meaning: 'What this process does: all, web or worker.',
    about: '本进程的职责：all（全部）、web（收发回调与网页）、worker（处理与发送）',
    must: 'all, web or worker',
    should: 'all、web 或 worker',
  },
  PUBLIC_URL: {
    fallback: '',
    meaning: 'Address at which people reach the console; empty: http://localhost:PORT.',
    about: '用户访问管理后台的地址；留空为 http://localhost:PORT',
    must: 'an address like https://talent.example.gov.cn',
    should: '形如 https://talent.example.gov.cn 的地址',
  },
  COUNTY: { fallback: '青岚县', meaning: 'Display name of the county.', about: '县名', ...ANY },
  SECRET_KEY: {
    fallback: '',
    meaning:
      'Encrypts personal fields, at least 32 characters (openssl rand -hex 32); to rotate, write "new,old". ' +
      'Made into DATA_DIR/secret.key when everything runs on loopback, else required.',
    about: '加密个人信息的密钥，至少 32 位；更换时写成「新,旧」。仅本机模拟运行时可留空自动生成',
    must: 'at least 32 characters (make one with: openssl rand -hex 32)',
    should: '至少 32 个字符（可用 openssl rand -hex 32 生成）',
  },
  CLAIM_CODE: {
    fallback: '',
    meaning: 'The first administrator sends "/认领 CODE"; made and printed when empty.',
    about: '首位管理员发送「/认领 该口令」；留空则自动生成并在启动时显示',
    must: '6 to 64 characters without spaces',
    should: '6 到 64 个不含空格的字符',
  },
  FEISHU_APP_ID: {
    fallback: '',
    meaning: 'App ID of the Feishu app; empty: Feishu is not used.',
    about: '飞书应用的 App ID；留空则不接飞书',
    must: 'the app ID from the Feishu console: cli_ and 16 hexadecimal digits',
    should: '飞书开放平台上的 App ID（cli_ 加 16 位十六进制字符）',
  },
  FEISHU_APP_SECRET: {
    fallback: '',
    meaning: 'App secret of the Feishu app.',
    about: '飞书 App Secret',
    ...ANY,
  },
  FEISHU_ENCRYPT_KEY: {
    fallback: '',
    meaning: 'Encrypt key of the event subscription; required with webhook.',
    about: '事件订阅的 Encrypt Key；webhook 方式必填',
    ...ANY,
  },
  FEISHU_VERIFICATION_TOKEN: {
    fallback: '',
    meaning: 'Verification token of the event subscription; required with webhook.',
    about: '事件订阅的 Verification Token；webhook 方式必填',
    ...ANY,
  },
  FEISHU_CONNECTION: {
    fallback: 'long',
    meaning: 'How events arrive: long (long connection) or webhook.',
    about: '事件接收方式：long（长连接）或 webhook',
    must: 'long or webhook',
    should: 'long 或 webhook',
  },
  FEISHU_DOMAIN: {
    fallback: 'https://open.feishu.cn',
    meaning: 'Address of the Feishu open platform.',
    about: '飞书开放平台地址',
    ...ADDRESS,
  },
  DINGTALK_CLIENT_ID: {
    fallback: '',
    meaning: 'Client ID (AppKey) of the DingTalk app; empty: DingTalk is not used.',
    about: '钉钉应用的 Client ID（AppKey）；留空则不接钉钉',
    ...ANY,
  },
  DINGTALK_CLIENT_SECRET: {
    fallback: '',
    meaning: 'Client secret (AppSecret) of the DingTalk app.',
    about: '钉钉应用的 Client Secret（AppSecret）',
    ...ANY,
  },
  DINGTALK_CONNECTION: {
    fallback: 'stream',
    meaning: 'How events arrive: stream or webhook.',
    about: '事件接收方式：stream 或 webhook',
    must: 'stream or webhook',
    should: 'stream 或 webhook',
  },
  DINGTALK_EVENT_TOKEN: {
    fallback: '',
    meaning: 'Token of the event subscription over HTTP; empty: by webhook only robot messages arrive.',
    about: 'HTTP 方式事件订阅的 token；留空则 webhook 只收机器人消息',
    must: '3 to 32 letters and digits, as in the DingTalk console',
    should: '钉钉开放平台上的 token（3 到 32 位字母数字）',
  },
  DINGTALK_EVENT_AES_KEY: {
    fallback: '',
    meaning: 'AES key of the event subscription over HTTP; required with its token.',
    about: 'HTTP 方式事件订阅的 aes_key；设了 token 就必填',
    must: '43 letters and digits, as in the DingTalk console',
    should: '钉钉开放平台上的 aes_key（43 位字母数字）',
  },
  DINGTALK_CORP_ID: {
    fallback: '',
    meaning: 'Corp ID of the organisation; some events over HTTP are sealed for it instead of the app.',
    about: '组织的 CorpId；有的 HTTP 事件是用它而不是应用来加密的',
    ...ANY,
  },
  DINGTALK_API: {
    fallback: 'https://api.dingtalk.com',
    meaning: "Address of DingTalk's new API.",
    about: '钉钉新版接口地址',
    ...ADDRESS,
  },
  DINGTALK_OAPI: {
    fallback: 'https://oapi.dingtalk.com',
    meaning: "Address of DingTalk's old API.",
    about: '钉钉旧版接口地址',
    ...ADDRESS,
  },
  LOG_LEVEL: {
    fallback: 'info',
    meaning: 'trace, debug, info, warn, error, fatal or silent.',
    about: '日志级别',
    must: 'trace, debug, info, warn, error, fatal or silent',
    should: 'trace、debug、info、warn、error、fatal 或 silent',
  },
};

/** The text of `.env.example`: every variable with its meaning and default, none of them set. */
export function exampleEnvironment(): string {
  const blocks = Object.entries(SETTINGS).map(
    ([name, { meaning, about, fallback }]) => `# ${meaning}\n# ${about}\n# ${name}=${fallback}\n`,
  );
  return ['# Copy to .env and take the # off the lines to set.\n', ...blocks].join('\n');
}

/** Whether an address can only be this machine: localhost, 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The keys of SECRET_KEY: the current one, then those it replaced. */
export function splitKeys(text: string): string[] {
  return text.split(',').map((key) => key.trim());
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
