/** Whose press counts, and how often. */
import { expect, it } from 'vitest';
import type { Decide, Turn } from '../../src/county/turn.ts';
import { ask } from '../../src/dialogue/reply.ts';
import { type County, countyOfTest } from '../support/county.ts';
import { until } from '../support/service.ts';

const GROUP = 'oc_group';

/** Shows a card to the first who presses anything, meant for them alone; remembers what was heard. */
function watching(heard: string[]): Decide {
  return async (turn: Turn) => {
    heard.push(turn.said.kind === 'press' ? `press${turn.said.stale ? ' again' : ''}` : turn.said.kind);
    const card = ask('确认吗？', [{ label: '确认', payload: { for: 'contact' } }]);
    const posts =
      heard.length === 1 ? [{ to: { chat: turn.chat.id }, reply: card, only: turn.speaker.identityId }] : [];
    return { posts, answer: { toast: turn.said.kind, tone: 'info' as const } };
  };
}

/** A group in which 甲 was shown a card. */
async function shown(): Promise<{
  county: County;
  heard: string[];
  token: string;
  press(account: string): Promise<string | undefined>;
}> {
  const county = await countyOfTest();
  const heard: string[] = [];
  const inbox = county.inbox(watching(heard));
  const press = async (account: string, token: string) =>
    (await county.presses(inbox, account, GROUP, token))?.toast;
  expect(await press('ou_a', 'nobodys')).toBe('lost-press');
  const { token } = await county.db.prisma.button.findFirstOrThrow();
  return { county, heard, token, press: (account) => press(account, token) };
}

it('counts the press of the one a group card is for', async () => {
  const { heard, press } = await shown();
  expect(await press('ou_a')).toBe('press');
  expect(heard).toEqual(['lost-press', 'press']);
});

it('does not count a press by somebody else in the group, and leaves the button good', async () => {
  const { heard, press } = await shown();
  expect(await press('ou_b')).toBe('lost-press');
  expect(await press('ou_a')).toBe('press');
  expect(heard.at(-1)).toBe('press');
});

it('says of a second press that it is one', async () => {
  const { heard, press } = await shown();
  await press('ou_a');
  await press('ou_a');
  expect(heard).toEqual(['lost-press', 'press', 'press again']);
});

it('says so too when both presses waited together', async () => {
  const { county, heard, token } = await shown();
  const inbox = county.inbox(watching(heard));
  // Somebody else holds the chat until both have come.
  const other = await county.db.pool.connect();
  await other.query('begin; select 1 from chat for update');
  const presses = ['ou_a', 'ou_a'].map((account) => county.presses(inbox, account, GROUP, token));
  await until(
    () => county.db.prisma.waitingEvent.count(),
    (count) => count === 2,
  );
  await other.query('commit');
  other.release();
  await Promise.all(presses);
  expect(heard).toEqual(['lost-press', 'press', 'press again']);
});

it('gives every copy of one press the same answer, and handles it once', async () => {
  const { county, heard, token } = await shown();
  const inboxes = [county.inbox(watching(heard)), county.inbox(watching(heard))];
  const event = {
    channel: 'feishu' as const,
    appId: 'cli_0123456789abcdef',
    dedupeKey: 'ev_same',
    at: 9,
    kind: 'action' as const,
    chat: { id: GROUP, kind: 'group' as const },
    sender: { id: 'ou_a' },
    token,
  };
  const answers = await Promise.all(inboxes.map((inbox) => inbox.accept(event)));
  expect(answers.map((answer) => answer?.toast)).toEqual(['press', 'press']);
  expect(heard).toEqual(['lost-press', 'press']);
});
