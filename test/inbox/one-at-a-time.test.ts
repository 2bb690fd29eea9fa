/** Two workers never decide on one chat at once, and a chat is handled in order (design.md 4). */
import { expect, it } from 'vitest';
import type { Decide } from '../../src/county/turn.ts';
import { countyOfTest, echo, messageOf } from '../support/county.ts';

const CHATS = 8;
const EACH = 12;

it('decides on a chat in one process at a time, in order, each event once', async () => {
  const county = await countyOfTest();
  const deciding = new Set<bigint>();
  const together: bigint[] = [];
  const heard = new Map<bigint, string[]>();
  const watched: Decide = async (turn) => {
    if (deciding.has(turn.chat.id)) together.push(turn.chat.id);
    deciding.add(turn.chat.id);
    // Others get their chance in the middle of a turn.
    await turn.tx
      .$queryRawUnsafe('select 1 as slept from pg_sleep(0.002)')
      .finally(() => deciding.delete(turn.chat.id));
    heard.set(turn.chat.id, [
      ...(heard.get(turn.chat.id) ?? []),
      turn.said.kind === 'text' ? turn.said.text : '',
    ]);
    return echo(turn);
  };
  const workers = [county.inbox(watched), county.inbox(watched), county.inbox(watched)];
  const [first] = workers;
  if (!first) throw new Error('no worker');
  for (let turn = 0; turn < EACH; turn += 1) {
    for (let chat = 0; chat < CHATS; chat += 1) await county.says(first, `ou_${chat}`, `第${turn}句`);
    void Promise.all(workers.map((worker) => worker.drain()));
  }
  await Promise.all(workers.map((worker) => worker.drain()));
  for (const worker of workers) await worker.drain();

  expect(together).toEqual([]);
  expect(heard.size).toBe(CHATS);
  const inOrder = Array.from({ length: EACH }, (_, turn) => `第${turn}句`);
  for (const words of heard.values()) expect(words).toEqual(inOrder);
  expect(await county.db.prisma.message.count()).toBe(CHATS * EACH);
});

it('lets another process go on with other chats meanwhile, but not with this one', async () => {
  const county = await countyOfTest();
  const other = county.inbox(echo);
  const within: Decide = async (turn) => {
    await county.says(other, 'ou_a', '又一句');
    await county.says(other, 'ou_b', '别处一句');
    await other.drain();
    expect(await county.told('ou_a')).toEqual([]);
    expect(await county.told('ou_b')).toHaveLength(1);
    return echo(turn);
  };
  let first = true;
  const inbox = county.inbox((turn) => {
    const decide = first ? within : echo;
    first = false;
    return decide(turn);
  });
  await county.says(inbox, 'ou_a', '一句');
  await inbox.drain();
  expect((await county.told('ou_a')).map((body) => /又一句|一句/u.exec(body)?.[0])).toEqual([
    '一句',
    '又一句',
  ]);
});

it.each(['who accepted it', 'another'])(
  'hears what was said by when it was said, where it waits together: %s',
  async (who) => {
    const county = await countyOfTest();
    const inbox = county.inbox(echo);
    await inbox.accept(messageOf('ou_a', '一', { id: 'om_late', at: 2_000 }));
    await inbox.accept(messageOf('ou_a', '二', { id: 'om_early', at: 1_000 }));
    await (who === 'another' ? county.inbox(echo) : inbox).drain();
    expect((await county.told('ou_a')).map((body) => /一|二/u.exec(body)?.[0])).toEqual(['二', '一']);
  },
);

it('keeps an event once, however often and at once it is delivered', async () => {
  const county = await countyOfTest();
  const inboxes = [county.inbox(echo), county.inbox(echo)];
  const event = messageOf('ou_a', '一', { id: 'om_same', at: 1 });
  await Promise.all(Array.from({ length: 40 }, (_, index) => inboxes[index % 2]?.accept(event)));
  await Promise.all(inboxes.map((inbox) => inbox.drain()));
  await inboxes[0]?.accept(event);
  await inboxes[0]?.drain();
  expect(await county.told('ou_a')).toHaveLength(1);
});
