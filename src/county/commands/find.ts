/** /查 <姓名或编号>: who somebody is, who keeps contact with them, and when that last was. */
import { isPrivate } from '../../dialogue/contact/facts.ts';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { ask, type Reply, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { isoDate } from '../calendar.ts';
import { worldOf } from '../cases/act.ts';
import { caseCard } from '../cases/cards.ts';
import { loadCase, resolveNumber } from '../cases/file.ts';
import { partiesOf } from '../cases/parties.ts';
import { dayWords } from '../contacts/pending.ts';
import { maskName, maskPhone } from '../masking.ts';
import { servedBySpeaker } from '../officers.ts';
import { leadersOf, pairingsOf } from '../pairings.ts';
import { type FoundPerson, findById, findByName, fullTitle, phoneOf } from '../people.ts';
import { commandRules, reachOf } from '../roles.ts';
import { openJson } from '../sealed.ts';
import { shortDay } from '../standings.ts';
import type { Turn } from '../turn.ts';
import { type CommandHandler, replied } from './handler.ts';

export const find: CommandHandler = async ({ turn, given, book }) => {
  const wanted = given.姓名或编号 ?? '';
  const found = await findCase(turn, book, wanted);
  if (found) return replied(turn, found);
  const people = await visible(turn, await lookUp(turn, wanted));
  const [person] = people;
  if (!person) return replied(turn, say(`没查到“${wanted}”。请核对姓名，或换成档案编号（如 RC0001）再试。`));
  if (people.length > 1) return replied(turn, whichOne(turn, people));
  return replied(turn, await summary(turn, person));
};

/** A case by its number, whole or short, for whoever has a part in it. */
async function findCase(turn: Turn, book: FlowBook, wanted: string): Promise<Reply | undefined> {
  if (!/^#?(?:[A-Z]-?)?(?:\d{4}-)?\d{1,6}$/iu.test(wanted) || /^(?:RC|L-)/iu.test(wanted)) return undefined;
  const no = await resolveNumber(turn.tx, turn.county.id, wanted);
  const world = worldOf(turn, book);
  const file = no ? await loadCase(world, no) : undefined;
  const parties = file ? partiesOf(file, turn.speaker.person, turn.chat.id) : [];
  const group = turn.chat.kind === 'group';
  if (!file || parties.length === 0 || (group && file.row.guard === '限主任'))
    return say(`没有查到您能看的“${wanted}”，请核对单号。`);
  return caseCard(world, file, { parties, group });
}

async function lookUp(turn: Turn, wanted: string): Promise<FoundPerson[]> {
  if (wanted.startsWith('#')) {
    const person = await findById(turn.tx, turn.county.id, wanted.slice(1));
    return person ? [person] : [];
  }
  if (/^(?:RC|L-)/iu.test(wanted)) {
    const no = wanted.toUpperCase();
    const file = await turn.tx.talentFile.findFirst({ where: { countyId: turn.county.id, no } });
    const contact = file
      ? null
      : await turn.tx.contact.findFirst({ where: { countyId: turn.county.id, no } });
    const id = file?.personId ?? contact?.talentId;
    const person = id ? await findById(turn.tx, turn.county.id, id) : undefined;
    return person ? [person] : [];
  }
  return findByName(turn.tx, turn.county.id, wanted);
}

/** Staff see everybody; a leader, the talents they are paired with; an officer, those of their leaders. */
async function visible(turn: Turn, people: FoundPerson[]): Promise<FoundPerson[]> {
  const speaker = turn.speaker.person;
  if (!speaker || reachOf(commandRules.查, speaker) === '全县') return people;
  const leaders = [speaker, ...(await servedBySpeaker(turn))].map(({ id }) => id);
  const pairings = await pairingsOf(turn.tx, turn.county.id, leaders, dateOf(turn.now));
  const mine = new Set(pairings.map((pairing) => pairing.talent.id));
  return people.filter((person) => mine.has(person.id));
}

const whichOne = (turn: Turn, people: FoundPerson[]): Reply =>
  ask(
    `有 ${people.length} 位，请选一位：`,
    people.slice(0, 8).map((person) => ({
      label: (turn.chat.kind === 'group'
        ? `${maskName(person.name)}（${person.unit} ${person.title}）`
        : fullTitle(person)
      ).slice(0, 40),
      payload: { for: 'command', text: `/查 #${person.id}` },
    })),
  );

async function summary(turn: Turn, person: FoundPerson): Promise<Reply> {
  const inGroup = turn.chat.kind === 'group';
  const file = await turn.tx.talentFile.findUnique({ where: { personId: person.id } });
  const leaders = await leadersOf(turn.tx, turn.county.id, person.id, dateOf(turn.now));
  const phone = phoneOf(turn.secrets, person);
  const items = [
    { label: '身份', text: [person.unit, person.title].filter(Boolean).join(' ') || '未填' },
    { label: '角色', text: person.roles.join('、') || '无' },
    ...(file ? [{ label: '档案', text: `${file.no}，${file.status}` }] : []),
    ...(phone ? [{ label: '手机', text: maskPhone(phone) }] : []),
    ...(leaders.length > 0 && !inGroup
      ? [
          {
            label: '联系领导',
            text: leaders.map(({ leader, post }) => `${leader.name}（${post}）`).join('、'),
          },
        ]
      : []),
  ];
  const contacts = await contactItems(turn, person);
  return {
    title: inGroup ? maskName(person.name) : person.name,
    parts: [
      { type: 'list', items },
      ...(contacts.length > 0
        ? [
            { type: 'text' as const, text: '最近的联系' },
            { type: 'list' as const, items: contacts },
          ]
        : [{ type: 'text' as const, text: '还没有联系记录。' }]),
      ...(inGroup ? [{ type: 'text' as const, text: '完整信息请私聊我查。' }] : []),
    ],
  };
}

/** The last five contacts; in a group without what was said. */
async function contactItems(turn: Turn, person: FoundPerson): Promise<{ label: string; text: string }[]> {
  const leading = person.roles.includes('领导');
  const rows = await turn.tx.contact.findMany({
    where: {
      countyId: turn.county.id,
      undoneAt: null,
      ...(leading ? { leaderId: person.id } : { talentId: person.id }),
    },
    orderBy: [{ date: 'desc' }, { no: 'desc' }],
    take: 5,
  });
  const inGroup = turn.chat.kind === 'group';
  // What a family or a body is like was told to the leader, not to who serves them.
  const onlyServes = reachOf(commandRules.查, turn.speaker.person) === '领导的';
  const recorders = await turn.tx.person.findMany({
    where: { countyId: turn.county.id, id: { in: rows.map(({ recorderId }) => recorderId) } },
    select: { id: true, name: true },
  });
  return rows.map((row) => {
    const day = dayWords({
      date: isoDate(row.date),
      precision: row.precision,
      ...(row.halfDay ? { halfDay: row.halfDay } : {}),
    });
    const { notes } = openJson(turn.secrets, row.notes) as { notes: string };
    const kept = onlyServes && isPrivate(notes) ? '' : notes;
    const words = inGroup ? [] : [row.place, kept];
    const recorder = recorders.find(({ id }) => id === row.recorderId && id !== row.leaderId);
    const entered = shortDay(dateOf(row.enteredAt.getTime()), dateOf(turn.now));
    const by = recorder && !inGroup ? `${recorder.name}${entered}代记` : '';
    return {
      label: row.no,
      text: [day, row.method, ...words, row.late ? '补录' : '', by].filter(Boolean).join('，'),
    };
  });
}
