import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { packagedCalendar } from '../../../scripts/calendar.ts';
import { converse } from '../../../src/dialogue/flow/converse.ts';
import { correctionIn } from '../../../src/dialogue/flow/cues.ts';
import { type Conversation, emptyConversation } from '../../../src/dialogue/flow/input.ts';
import { loadBook } from '../../../src/dialogue/flow/load.ts';

const folder = new URL('../../../flows/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'));
const { book } = loadBook(files.map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') })));

let ids = 0;
const said = (conversation: Conversation, text: string): Conversation =>
  converse({
    conversation,
    said: { kind: 'text', text },
    place: 'p2p',
    now: Date.parse('2026-11-18T10:00:00+08:00'),
    calendar: packagedCalendar,
    office: [{ from: '09:00', to: '17:00' }],
    flows: book,
    known: () => undefined,
    roles: ['人才'],
    newId: () => `d${ids++}`,
  }).conversation;

/** Looks at a text while it is taken in the middle of a matter. Deterministic, unlike time. */
function looks(text: string): number {
  const asked = ['我想住青年驿站', '同意'].reduce(said, emptyConversation());
  const spies = (['charAt', 'charCodeAt', 'slice'] as const).map((name) => vi.spyOn(String.prototype, name));
  said(asked, text);
  const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  vi.restoreAllMocks();
  return count;
}

test('a message of nothing but a label of the matter is taken in time that grows with its length', () => {
  const [small, large] = [500, 4000].map((size) => looks('手机'.repeat(size / 2)));
  expect(large).toBeLessThan((small ?? 0) * 12);
});

test('不是 before a page of blanks is no correction, and is seen to be none at once', () => {
  expect(correctionIn(`不是${' '.repeat(4000)}x`)).toBeUndefined();
  expect(correctionIn('不是教育学 是学科教学')).toEqual({ before: '', wrong: '教育学', after: '学科教学' });
  expect(correctionIn('不是 是学科教学')).toEqual({ before: '', wrong: '', after: '学科教学' });
});
