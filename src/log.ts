/**
 * The log: pino's JSON lines on standard output, from which everything that
 * looks personal or secret is taken out, wherever it stands. Callers pass ids,
 * not values (see Log in ports.ts); this is the net below.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

/** Keys whose value is never shown. Written together or apart: `idNumber`, `id_number`, `ID-NUMBER`. */
const HIDDEN_KEYS = new RegExp(
  [
    'secret|token|password|passwd|authorization|cookie|signature|encrypt|credential|api_?key|secret_?key',
    'phone|mobile|^tel$|id_?(card|number|no)$|bank|account_?(no|number)$|address$|email',
    '^(name|nick|nick_?name|(real|full|user|person|display|sender|talent|leader|contact)_?name)$',
    '^(text|content|body|payload|answers?|said|question|card|params)$',
  ].join('|'),
  'i',
);

const MASK = '[hidden]';
const DEEPEST = 8;
const LONGEST = 4_000;

/** A mobile number, with or without +86 and breaks between its groups. */
const MOBILE = /(?<!\d)(?<!\d\.)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g;
/** A citizen's ID number: 17 digits and a check digit. */
const ID_NUMBER = /(?<!\d)\d{6}[- ]?\d{8}[- ]?\d{3}(?:[Xx]|\d(?!\d))/g;
/** A bank card's number, which ends on Luhn's check digit. */
const CARD_NUMBER = /(?<!\d)(?:\d{16,19}|\d{4}(?:[- ]\d{4}){3}(?:[- ]\d{1,3})?)(?!\d)/g;
/** A secret in an address: `?token=…`, `user:password@`. */
const QUERY_SECRET = /([?&](?:[\w-]*(?:token|secret|sign|signature|ticket|key|code))=)[^&#\s"]+/gi;
const URL_PASSWORD = /(:\/\/)[^/@\s"]+@/g;

/** The text without what looks like a phone, ID or card number, or a secret of an address. */
export function maskText(text: string): string {
  return text
    .replace(URL_PASSWORD, `$1${MASK}@`)
    .replace(QUERY_SECRET, `$1${MASK}`)
    .replace(ID_NUMBER, MASK)
    .replace(CARD_NUMBER, (digits) => (isCardNumber(digits) ? MASK : digits))
    .replace(MOBILE, MASK);
}

/** The value, safe to be written: any depth and kind, texts and keys masked, circles cut. */
export function mask(value: unknown): unknown {
  return maskAt(value, 0, new Set());
}

/** Opens the log at one of pino's levels, on standard output; `destination` is for tests. */
export function openLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (data: object) => maskEntries(data, 0, new Set()),
      bindings: (data: object) => maskEntries(data, 0, new Set()),
    },
    hooks: {
      logMethod(call: unknown[], method: (...call: unknown[]) => void) {
        Reflect.apply(
          method,
          this,
          call.map((part) => (typeof part === 'string' ? maskText(part) : part)),
        );
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function maskAt(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  switch (typeof value) {
    case 'string':
      return cut(maskText(value));
    case 'number':
    case 'bigint':
      return maskNumber(value);
    case 'object':
      return value === null ? null : maskObject(value, depth, above);
    case 'boolean':
    case 'undefined':
      return value;
    default:
      return `[${typeof value}]`;
  }
}

function maskNumber(value: number | bigint): unknown {
  const text = String(value);
  return maskText(text) === text && typeof value === 'number' ? value : maskText(text);
}

function maskObject(value: object, depth: number, above: ReadonlySet<object>): unknown {
  if (above.has(value)) return '[circle]';
  if (depth >= DEEPEST) return '[deep]';
  if (value instanceof Error) return maskError(value, depth, new Set([...above, value]));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const within = new Set([...above, value]);
  if (value instanceof Map || value instanceof Set) return maskAt([...value], depth + 1, within);
  if (Array.isArray(value)) return value.map((item) => maskAt(item, depth + 1, within));
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const json: unknown = value.toJSON();
    return maskAt(json, depth + 1, within);
  }
  return maskEntries(value, depth, within);
}

function maskEntries(value: object, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      maskText(key),
      HIDDEN_KEYS.test(key) && inner !== undefined && inner !== null ? MASK : maskAt(inner, depth + 1, above),
    ]),
  );
}

/** An error's kind, message, place and own fields; fields like `parameters` of a database error stay out by their depth and keys. */
function maskError(error: Error, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  return {
    type: error.name,
    message: cut(maskText(error.message)),
    stack: cut(maskText(error.stack ?? '')),
    ...maskEntries(error, depth, above),
    ...(error.cause === undefined ? {} : { cause: maskAt(error.cause, depth + 1, above) }),
  };
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return [digits, digits.slice(0, 16)].some(hasLuhnDigit);
}

function hasLuhnDigit(text: string): boolean {
  const digits = [...text].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
