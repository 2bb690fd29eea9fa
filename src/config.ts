/**
 * The environment, checked once at the start. settings.ts says what each
 * variable means; here is what must hold between them.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import {
  environmentSchema,
  isLoopback,
  type Name,
  type SCHEMAS,
  SETTINGS,
  splitKeys,
  type Values,
} from './settings.ts';

/** A setting that is wrong or missing: one sentence that says what to do, English in `message`, Chinese in `chinese`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variable: string;
  readonly chinese: string;

  constructor(variable: string, english: string, chinese: string) {
    super(english);
    this.variable = variable;
    this.chinese = chinese;
  }
}

export interface FeishuConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey?: string;
  readonly verificationToken?: string;
  readonly connection: 'long' | 'webhook';
  /** Origin without a slash at the end. */
  readonly domain: string;
}

export interface DingTalkConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly connection: 'stream' | 'webhook';
  /** Both or neither: the encrypted event subscription over HTTP. */
  readonly eventToken?: string;
  readonly eventAesKey?: string;
  readonly corpId?: string;
  readonly api: string;
  readonly oapi: string;
}

export interface Config {
  readonly port: number;
  readonly role: 'all' | 'web' | 'worker';
  /** Absolute. */
  readonly dataDir: string;
  /** Absent: embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl?: string;
  /** Absent: queues on PostgreSQL. */
  readonly redisUrl?: string;
  /** Where people reach the console, without a slash at the end. */
  readonly publicUrl?: string;
  /** The county's display name. */
  readonly county: string;
  /** The current key first, then keys it replaced. */
  readonly secretKeys: readonly [string, ...string[]];
  /** What the first administrator sends after `/认领`. The same in every process with the same key. */
  readonly claimCode: string;
  /** Whether the claim code was made here, so that it has to be printed. */
  readonly claimCodeMade: boolean;
  /** Absent: no credentials for this platform. */
  readonly feishu?: FeishuConfig;
  readonly dingtalk?: DingTalkConfig;
  /** Whether no platform outside this machine is talked to: there are no credentials, or all addresses are loopback. */
  readonly simulated: boolean;
  readonly logLevel: z.output<typeof SCHEMAS.LOG_LEVEL>;
}

/**
 * Checks the environment and fills in defaults. A variable that is empty counts
 * as not set. Makes DATA_DIR/secret.key (0600) where no SECRET_KEY is needed.
 *
 * @throws ConfigError on the first variable that is wrong or missing.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = readValues(env);
  const feishu = feishuOf(values);
  const dingtalk = dingtalkOf(values);
  const dataDir = resolve(values.DATA_DIR);
  const simulated = [feishu?.domain, dingtalk?.api, dingtalk?.oapi].every(
    (address) => address === undefined || isLoopback(address),
  );
  const needsDatabase = values.ROLE !== 'all' && values.DATABASE_URL === '';
  if (needsDatabase) throw noSharedDatabase(values.ROLE);
  const secretKeys = secretKeysOf(values, dataDir, simulated);
  return {
    port: values.PORT,
    role: values.ROLE,
    dataDir,
    ...(values.DATABASE_URL !== '' && { databaseUrl: values.DATABASE_URL }),
    ...(values.REDIS_URL !== '' && { redisUrl: values.REDIS_URL }),
    ...(values.PUBLIC_URL !== '' && { publicUrl: values.PUBLIC_URL }),
    county: values.COUNTY,
    secretKeys,
    claimCode: values.CLAIM_CODE || makeClaimCode(secretKeys[0]),
    claimCodeMade: values.CLAIM_CODE === '',
    ...(feishu && { feishu }),
    ...(dingtalk && { dingtalk }),
    simulated,
    logLevel: values.LOG_LEVEL,
  };
}

/** `process.env` together with the file `.env` of the working folder, which does not override it. */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

function readValues(env: Readonly<Record<string, string | undefined>>): Values {
  const given = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { fallback }]) => [name, env[name]?.trim() || fallback]),
  );
  const result = environmentSchema.safeParse(given);
  if (result.success) return result.data;
  const name = environmentSchema.keyof().parse(result.error.issues[0]?.path[0]);
  const { must, should } = SETTINGS[name];
  throw new ConfigError(name, `${name} must be ${must}.`, `${name} 应为${should}。`);
}

function feishuOf(values: Values): FeishuConfig | undefined {
  if (!isPair(values, 'FEISHU_APP_ID', 'FEISHU_APP_SECRET')) return undefined;
  if (values.FEISHU_CONNECTION === 'webhook') {
    need(values, 'FEISHU_ENCRYPT_KEY', 'FEISHU_CONNECTION=webhook');
    need(values, 'FEISHU_VERIFICATION_TOKEN', 'FEISHU_CONNECTION=webhook');
  }
  return {
    appId: values.FEISHU_APP_ID,
    appSecret: values.FEISHU_APP_SECRET,
    ...(values.FEISHU_ENCRYPT_KEY !== '' && { encryptKey: values.FEISHU_ENCRYPT_KEY }),
    ...(values.FEISHU_VERIFICATION_TOKEN !== '' && { verificationToken: values.FEISHU_VERIFICATION_TOKEN }),
    connection: values.FEISHU_CONNECTION,
    domain: values.FEISHU_DOMAIN,
  };
}

function dingtalkOf(values: Values): DingTalkConfig | undefined {
  if (!isPair(values, 'DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET')) return undefined;
  const sealed = isPair(values, 'DINGTALK_EVENT_TOKEN', 'DINGTALK_EVENT_AES_KEY');
  return {
    clientId: values.DINGTALK_CLIENT_ID,
    clientSecret: values.DINGTALK_CLIENT_SECRET,
    connection: values.DINGTALK_CONNECTION,
    ...(sealed && {
      eventToken: values.DINGTALK_EVENT_TOKEN,
      eventAesKey: values.DINGTALK_EVENT_AES_KEY,
    }),
    ...(values.DINGTALK_CORP_ID !== '' && { corpId: values.DINGTALK_CORP_ID }),
    api: values.DINGTALK_API,
    oapi: values.DINGTALK_OAPI,
  };
}

/** Whether both are set. @throws ConfigError when only one is. */
function isPair(values: Values, id: Name, secret: Name): boolean {
  if (values[id] === '' && values[secret] === '') return false;
  need(values, id, secret);
  need(values, secret, id);
  return true;
}

function need(values: Values, name: Name, because: string): void {
  if (values[name] !== '') return;
  throw new ConfigError(
    name,
    `${name} is missing but ${because} is set: set it too, or take ${because} out.`,
    `已设置 ${because}，但缺少 ${name}：请补上 ${name}，或去掉 ${because}。`,
  );
}

function noSharedDatabase(role: string): ConfigError {
  return new ConfigError(
    'DATABASE_URL',
    `DATABASE_URL is missing but ROLE=${role} shares a database with other processes: set it, or use ROLE=all.`,
    `ROLE=${role} 需要与其他进程共用数据库，但缺少 DATABASE_URL：请设置 DATABASE_URL，或改用 ROLE=all。`,
  );
}

function secretKeysOf(values: Values, dataDir: string, simulated: boolean): readonly [string, ...string[]] {
  const [first, ...rest] = splitKeys(values.SECRET_KEY);
  if (first !== undefined && first !== '') return [first, ...rest];
  const file = join(dataDir, 'secret.key');
  if (simulated) return [keptKey(file)];
  const kept = existsSync(file);
  throw new ConfigError(
    'SECRET_KEY',
    `SECRET_KEY is missing: set it to ${kept ? `the text of ${file}, which the data there is encrypted with` : 'the output of "openssl rand -hex 32", and keep it safe'}.`,
    `缺少 SECRET_KEY：请将其设为${kept ? ` ${file} 中的内容（现有数据由它加密）` : ' openssl rand -hex 32 的输出，并妥善保管'}。`,
  );
}

/** The key in a file, which is made when missing; processes that start together end up with one key. */
function keptKey(file: string): string {
  try {
    mkdirSync(resolve(file, '..'), { recursive: true, mode: 0o711 });
    if (!existsSync(file)) writeNew(file, `${randomBytes(32).toString('hex')}\n`);
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigError(
      'DATA_DIR',
      `The key cannot be kept in ${file}: set DATA_DIR to a folder the service may write to, or set SECRET_KEY.`,
      `无法在 ${file} 中保存密钥：请把 DATA_DIR 设为本服务有写权限的目录，或设置 SECRET_KEY。`,
    );
  }
}

/** Writes aside and links into place: whoever reads the file reads all of it, and the first writer wins. */
function writeNew(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(aside);
  }
}

const CLAIM_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Eight letters and digits that are not mistaken for each other, made from the key: no process needs to tell another. */
function makeClaimCode(secretKey: string): string {
  const bytes = createHmac('sha256', secretKey).update('jinyue claim code').digest();
  return Array.from(bytes.subarray(0, 8), (byte) => CLAIM_LETTERS[byte % CLAIM_LETTERS.length]).join('');
}
