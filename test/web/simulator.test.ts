import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessagesView, StateView, WireView } from '../../src/web/simulator/view.ts';
import { type County, startCounty } from '../support/simulator-county.ts';

let county: County;
beforeEach(async () => {
  county = await startCounty();
});
afterEach(() => county.stop());

const api = (path: string): string => `${county.url}/simulator/${path}`;

async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(api(path));
  expect(response.status, path).toBe(200);
  return (await response.json()) as Answer;
}

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(api(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const leader = (): string => county.account('向国平', 'feishu');
const messagesOf = async (chat: string): Promise<MessagesView> =>
  get(`api/messages?${new URLSearchParams({ platform: 'feishu', chat })}`);

describe('what the page shows', () => {
  it('names the county, the bot, the time and everyone with the accounts they have', async () => {
    const state = await get<StateView>('api/state');
    expect(state).toMatchObject({ county: '青岚县', botName: '小才', now: county.clock.now() });
    expect(state.platforms.map(({ name }) => name)).toEqual(['feishu', 'dingtalk']);
    expect(state.people.map(({ name }) => name).slice(0, 2)).toEqual(['向国平', '龙秀英']);
    const native = state.people.find(({ name }) => name === '彭远航');
    expect(native?.accounts.dingtalk).toBeUndefined();
    expect(native?.suggestions).toContain('乡贤登记');
  });

  it('shows an account nobody of the cast has as a passer-by', async () => {
    county.dingtalk.addUser({ name: '生面孔', mobile: '13900000000' });
    const { people } = await get<StateView>('api/state');
    expect(people.at(-1)).toMatchObject({ name: '生面孔', role: '路人' });
    expect(new Set(people.map(({ key }) => key)).size).toBe(people.length);
  });

  it('says in one line what was said last, and how many messages there are', async () => {
    const chat = county.feishu.p2p(leader()).id;
    county.feishu.send(chat, 'text', { text: '您好' });
    county.feishu.send(chat, 'interactive', {
      header: { title: { content: '本季度还要联系 3 位' } },
      body: { elements: [{ tag: 'markdown', content: '正文' }] },
    });
    const { platforms } = await get<StateView>('api/state');
    const shown = platforms[0]?.chats.find(({ id }) => id === chat);
    expect(shown).toMatchObject({ total: 2, last: { from: 'bot', preview: '本季度还要联系 3 位' } });
  });

  it('gives the last messages of a long chat, oldest first, with how many there are in all', async () => {
    const chat = county.feishu.p2p(leader()).id;
    for (let index = 0; index < 230; index += 1) county.feishu.send(chat, 'text', { text: String(index) });
    const { messages, total } = await messagesOf(chat);
    expect(total).toBe(230);
    expect(messages).toHaveLength(200);
    expect(messages.at(-1)?.content).toEqual({ text: '229' });
  });

  it('gives the wire newest first', async () => {
    const entry = { direction: 'to-bot', status: 200, ms: 1, request: {}, response: {} } as const;
    county.feishu.exchanged({ ...entry, at: 1, what: 'first' });
    county.feishu.exchanged({ ...entry, at: 2, what: 'second' });
    const { entries } = await get<WireView>('api/wire?platform=feishu');
    expect(entries.map(({ what }) => what)).toEqual(['second', 'first']);
  });
});

describe('what a person does', () => {
  it('opens the chat with the bot, speaks in it, takes it back', async () => {
    const user = leader();
    const opened = await post('api/enter', { platform: 'feishu', user });
    expect(opened).toMatchObject({ status: 200, body: { chat: county.feishu.p2p(user).id } });
    expect(county.feishu.entered).toEqual([user]);
    const chat = String(opened.body.chat);
    const said = await post('api/say', { platform: 'feishu', user, chat, text: ' 我这个季度还差谁 ' });
    expect(said.status).toBe(200);
    expect(county.feishu.messages(chat)[0]).toMatchObject({
      from: user,
      content: { text: '我这个季度还差谁' },
    });
    await post('api/recall', { platform: 'feishu', user, message: said.body.message });
    expect(county.feishu.messages(chat)[0]?.recalled).toBe(true);
  });

  it('mentions the bot, and speaks so that the platform hears words', async () => {
    const user = county.account('田小满', 'dingtalk');
    const group = await post('api/group', { platform: 'dingtalk', title: '联络群', members: [user] });
    const heard: unknown[] = [];
    county.dingtalk.onSaid = (_message, content) => heard.push(content);
    const to = { platform: 'dingtalk', user, chat: group.body.chat };
    await post('api/say', { ...to, text: '/待办', mention: true });
    await post('api/say', { ...to, text: '今天去看了李教授', voice: true });
    expect(heard).toMatchObject([
      { type: 'text', text: '/待办', mentionBot: true },
      { type: 'audio', transcript: '今天去看了李教授' },
    ]);
  });

  it('presses a button with what was filled in, and is told what the platform shows', async () => {
    const user = leader();
    const card = county.feishu.send(county.feishu.p2p(user).id, 'interactive', {});
    county.feishu.onPress = () => ({ toast: '已收到' });
    const form = { name: '覃晓霖', needs: ['住房', '子女入学'] };
    const pressed = await post('api/press', {
      platform: 'feishu',
      user,
      message: card.id,
      label: '提交',
      form,
    });
    expect(pressed).toEqual({ status: 200, body: { toast: '已收到' } });
    expect(county.feishu.presses).toEqual([{ userId: user, messageId: card.id, label: '提交', form }]);
  });

  it('sends a picture, which can then be opened and can run nothing', async () => {
    const user = leader();
    const chat = county.feishu.p2p(user).id;
    const bytes = new Uint8Array([137, 80, 78, 71]);
    const query = new URLSearchParams({
      platform: 'feishu',
      user,
      chat,
      name: '走访.png',
      mime: 'image/png',
    });
    const headers = { 'content-type': 'application/octet-stream' };
    const sent = await fetch(api(`api/upload?${query}`), { method: 'POST', headers, body: bytes });
    expect(sent.status).toBe(200);
    const { messages } = await messagesOf(chat);
    expect(messages[0]).toMatchObject({
      type: 'image',
      attachment: { name: '走访.png', mime: 'image/png', size: 4 },
    });
    const opened = await fetch(`${county.url}${messages[0]?.attachment?.url}`);
    expect(new Uint8Array(await opened.arrayBuffer())).toEqual(bytes);
    expect(opened.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('never shows a page or a drawing that somebody sent in place', async () => {
    const chat = county.feishu.p2p(leader()).id;
    for (const mime of ['text/html', 'image/svg+xml']) {
      const bytes = new TextEncoder().encode('<script>alert(1)</script>');
      const message = county.feishu.send(chat, 'file', {}, { name: 'x', mime, bytes });
      const query = new URLSearchParams({ platform: 'feishu', chat, message: message.id });
      const response = await fetch(api(`api/file?${query}`));
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    }
  });

  it('switches faults on and off on one platform only', async () => {
    const put = (faults: object) => post('api/faults', { platform: 'dingtalk', faults });
    await put({ dropAcks: 2, errorCode: { code: 'send.too.fast', times: 1 } });
    expect(county.dingtalk.faults).toMatchObject({
      dropAcks: 2,
      errorCode: { code: 'send.too.fast', times: 1 },
    });
    expect(county.feishu.faults.dropAcks).toBe(0);
    await put({ errorCode: null });
    expect(county.dingtalk.faults).toMatchObject({ dropAcks: 2, errorCode: null });
  });
});

describe('the clock', () => {
  it('moves to a moment and by a span, and waits for what came of it', async () => {
    let settled = 0;
    county.deps.settle = async () => {
      settled += 1;
    };
    expect(await post('clock', { to: '2026-12-01T09:00:00+08:00' })).toEqual({
      status: 200,
      body: { now: '2026-12-01T09:00:00+08:00' },
    });
    expect((await post('clock', { by: 'P1D' })).body.now).toBe('2026-12-02T09:00:00+08:00');
    expect((await post('clock', { by: 'PT1H30M' })).body.now).toBe('2026-12-02T10:30:00+08:00');
    expect((await post('clock', { to: '2027-01-04T09:00' })).body.now).toBe('2027-01-04T09:00:00+08:00');
    expect(settled).toBe(4);
  });

  it.each([
    [{ to: '2020-01-01T00:00:00Z' }, '时钟只能向前走'],
    [{ to: '明天' }, '看不懂时间'],
    [{ to: '2026-13-40T00:00:00Z' }, '看不懂时间'],
    [{ by: '1天' }, '看不懂时长'],
    [{ by: 'P' }, '看不懂时长'],
    [{ by: 'P100Y' }, '最远'],
    [{}, '请给出'],
    [{ to: '2027-01-01', by: 'P1D' }, '请给出'],
  ])('refuses %j and stays where it is', async (body, words) => {
    const before = county.clock.now();
    const answer = await post('clock', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(words);
    expect(county.clock.now()).toBe(before);
  });

  it('makes one move after the other', async () => {
    await Promise.all([
      post('clock', { by: 'P1D' }),
      post('clock', { by: 'P1D' }),
      post('clock', { by: 'P1D' }),
    ]);
    expect(county.clock.now()).toBe(Date.parse('2026-11-26T09:30:00+08:00'));
  });
});

describe('what it does not understand', () => {
  it.each([
    ['api/say', { platform: 'wechat', user: 'u', chat: 'c', text: '你好' }, '没有这个平台'],
    ['api/say', { platform: 'feishu', user: 'u', chat: 'none', text: '你好' }, '没有这个会话'],
    ['api/say', { platform: 'feishu', user: 'u', chat: 'c', text: '  ' }, '请写点什么'],
    ['api/enter', { platform: 'feishu', user: 'nobody' }, '没有这个人'],
    ['api/press', { platform: 'feishu' }, '缺少'],
    ['api/group', { platform: 'feishu', title: '', members: ['u'] }, '请给群起个名字'],
    ['api/group', { platform: 'feishu', title: '群', members: [] }, '至少选一位'],
    ['api/faults', { platform: 'feishu', faults: { dropAcks: -1 } }, '不能小于 0'],
    ['api/faults', { platform: 'feishu', faults: { earthquake: true } }, '没有这种故障'],
    ['api/say', '{"platform": ', '不是有效的 JSON'],
  ])('%s %j is answered 400 with a sentence', async (path, body, words) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(words);
  });

  it('lets nobody speak in a chat they are not in', async () => {
    const chat = county.feishu.p2p(leader()).id;
    const stranger = county.account('王五', 'feishu');
    const answer = await post('api/say', { platform: 'feishu', user: stranger, chat, text: '你好' });
    expect(answer).toEqual({ status: 400, body: { error: '这个人不在这个会话里。' } });
    expect(county.feishu.messages(chat)).toEqual([]);
  });

  it('tells what the platform refused', async () => {
    const answer = await post('api/recall', { platform: 'feishu', user: leader(), message: 'gone' });
    expect(answer).toEqual({ status: 400, body: { error: '平台没有接受：no such message' } });
  });
});

describe('notices', () => {
  it('come when something changes, many changes as one, and stop with the page', async () => {
    const leaving = new AbortController();
    const response = await fetch(api('api/events'), { signal: leaving.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const chunk = async (): Promise<string> => (await reader?.read())?.value ?? '';
    expect(await chunk()).toContain('event: change');
    const chat = county.feishu.p2p(leader()).id;
    for (let index = 0; index < 50; index += 1) county.feishu.send(chat, 'text', { text: '一' });
    const told = await chunk();
    expect(told.match(/event: change/g)).toHaveLength(1);
    expect(told).toContain('data: 50');
    await post('clock', { by: 'P1D' });
    expect(await chunk()).toContain('event: change');
    leaving.abort();
    await expect.poll(() => county.feishu.listeners).toBe(0);
  });
});
