/** The platform's side: the Feishu double, the people on it, and what they are answered. */
import { type FeishuDouble, startFeishuDouble } from '../src/doubles/feishu/index.ts';
import { encrypt, sign } from '../src/doubles/feishu/push/crypt.ts';

/** Something a person says, and where. */
export interface Said {
  user: string;
  text: string;
}

export interface Reply {
  /** ms since 1970 */
  at: number;
  /** What a text message says; of a card, its JSON. */
  words: string;
}

export interface Platform {
  double: FeishuDouble;
  /** open_ids; each has a one-to-one chat with the bot. */
  users: string[];
  /** One signed, encrypted callback as it goes over the wire. Every call makes a new message. */
  callback(said: Said, host: string): Buffer;
  /** How many messages the bot has sent since `forget`, at most; cheap. */
  calls(): number;
  /** What the bot has sent to each user since `forget`, in order. */
  replies(): Map<string, Reply[]>;
  forget(): void;
  stop(): Promise<void>;
}

export async function startPlatform(people: number): Promise<Platform> {
  const double = await startFeishuDouble({ limits: 'off' });
  const users = Array.from({ length: people }, (_, n) => {
    const mobile = `139${String(n).padStart(8, '0')}`;
    return double.addUser({ name: `测试${n}`, mobile }).id;
  });
  const chats = new Map(users.map((user) => [user, double.p2p(user).id]));
  const unionIds = new Map(double.users().map((user) => [user.id, user.unionId]));
  /** The last message of each before `forget`. The double forgets the oldest of all, so places in a chat do not last. */
  const seen = new Map<string, string>();
  let calls = 0;
  let made = 0;
  double.onChange(() => {
    calls += 1;
  });
  const sentTo = (user: string) => {
    const sent = double.messages(chats.get(user) ?? '').filter((message) => message.from === 'bot');
    return sent.slice(sent.findIndex((message) => message.id === seen.get(user)) + 1);
  };
  return {
    double,
    users,
    callback({ user, text }, host) {
      made += 1;
      return httpRequest(
        eventBody(double, { user, union: unionIds.get(user) ?? '', chat: chats.get(user) ?? '', text, made }),
        double.credentials.encryptKey,
        host,
      );
    },
    calls: () => calls,
    replies: () =>
      new Map(
        users.map((user) => [user, sentTo(user).map(({ at, content }) => ({ at, words: wordsOf(content) }))]),
      ),
    forget() {
      calls = 0;
      for (const user of users) {
        const last = sentTo(user).at(-1);
        if (last) seen.set(user, last.id);
      }
    },
    stop: () => double.stop(),
  };
}

const wordsOf = (content: unknown): string =>
  typeof content === 'object' && content !== null && 'text' in content
    ? String(content.text)
    : JSON.stringify(content);

const run = Date.now().toString(16).padStart(16, '0');

function eventBody(
  double: FeishuDouble,
  said: { user: string; union: string; chat: string; text: string; made: number },
): string {
  const { credentials, tenantKey } = double;
  const number = run + said.made.toString(16).padStart(16, '0');
  const now = String(Date.now());
  return JSON.stringify({
    schema: '2.0',
    header: {
      event_id: number,
      event_type: 'im.message.receive_v1',
      create_time: now,
      token: credentials.verificationToken,
      app_id: credentials.appId,
      tenant_key: tenantKey,
    },
    event: {
      sender: {
        sender_id: { union_id: said.union, open_id: said.user },
        sender_type: 'user',
        tenant_key: tenantKey,
      },
      message: {
        message_id: `om_${number}`,
        create_time: now,
        update_time: now,
        chat_id: said.chat,
        chat_type: 'p2p',
        message_type: 'text',
        content: JSON.stringify({ text: said.text }),
      },
    },
  });
}

function httpRequest(plain: string, encryptKey: string, host: string): Buffer {
  const body = Buffer.from(JSON.stringify({ encrypt: encrypt(encryptKey, plain) }));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(Math.floor(Math.random() * 2 ** 31));
  const head = [
    'POST /channels/feishu HTTP/1.1',
    `host: ${host}`,
    'content-type: application/json;charset=utf-8',
    `content-length: ${body.length}`,
    `x-lark-request-timestamp: ${timestamp}`,
    `x-lark-request-nonce: ${nonce}`,
    `x-lark-signature: ${sign(timestamp, nonce, encryptKey, body)}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}
