import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagedCalendar } from '../../../scripts/calendar.ts';
import { aboutOf, topicsIn } from '../../../src/dialogue/flow/about.ts';
import { converse } from '../../../src/dialogue/flow/converse.ts';
import { type Conversation, emptyConversation, type Output } from '../../../src/dialogue/flow/input.ts';
import { loadBook } from '../../../src/dialogue/flow/load.ts';
import { wordsOf } from '../../../src/dialogue/reply.ts';

const folder = new URL('../../../flows/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'));
const { book } = loadBook(files.map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') })));
const anybody = () => true;

function says(conversation: Conversation, text: string): Output {
  return converse({
    conversation,
    said: { kind: 'text', text },
    place: 'p2p',
    now: Date.parse('2026-11-18T10:00:00+08:00'),
    calendar: packagedCalendar,
    office: [{ from: '09:00', to: '17:00' }],
    flows: book,
    known: () => undefined,
    roles: ['人才'],
    newId: () => 'd1',
  });
}

describe('which matter a sentence is about', () => {
  it.each([
    ['公寓热水器坏了', 'need'],
    ['想回来搞个加工厂', 'return-home-project'],
    ['组织部让我加你 说要建个什么档', 'talent-file'],
  ])('%s', (text, id) => {
    const about = aboutOf(text, book, anybody);
    expect(about.is === 'none' ? '' : about.is === 'sure' ? about.flow.id : about.flows[0]?.id).toBe(id);
  });

  it.each(['今天天气不错', '在吗', '你们几点下班', '好的谢谢'])('guesses nothing from %s', (text) => {
    expect(aboutOf(text, book, anybody)).toEqual({ is: 'none' });
    expect(says(emptyConversation(), text).heard).toBe(false);
  });

  it('tells two matters in one message apart', () => {
    const topics = topicsIn('公寓热水器坏了三个礼拜，另外孩子转学的事学校一直没落实', book, anybody);
    expect(topics.map(({ flow }) => flow.id)).toEqual(['need', 'need']);
  });

  it('takes several one after the other and says so', () => {
    const output = says(emptyConversation(), '公寓热水器坏了三个礼拜，另外我想回来搞个加工厂');
    expect(output.conversation.stack.map(({ flow }) => flow)).toEqual(['need']);
    expect(output.conversation.queue?.map(({ flow }) => flow)).toEqual(['return-home-project']);
    expect(output.replies.map(wordsOf).join()).toContain('我记着');
    const next = says(output.conversation, '取消');
    expect(next.conversation.stack.map(({ flow }) => flow)).toEqual(['return-home-project']);
  });
});
