/** /准备 <人>: one card before a visit: who, when last and what was said, what is open, what to ask. */
import { z } from 'zod';
import { isPrivate } from '../../dialogue/contact/facts.ts';
import { ask, type Reply, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { isoDate } from '../calendar.ts';
import { besidesOf } from '../contacts/besides.ts';
import { openNotes } from '../contacts/notes.ts';
import { maskPhone } from '../masking.ts';
import { servedBySpeaker } from '../officers.ts';
import { leadersOf, type PairingStanding, pairingsOf, standingsOf } from '../pairings.ts';
import { type FoundPerson, findById, findByName, fullTitle, phoneOf } from '../people.ts';
import { commandRules, reachOf } from '../roles.ts';
import { openJson } from '../sealed.ts';
import { owed, shortDay } from '../standings.ts';
import type { Turn } from '../turn.ts';
import { type CommandHandler, replied } from './handler.ts';

export const brief: CommandHandler = async ({ turn, given }) => {
  const wanted = given.人 ?? '';
  const people = await visible(turn, wanted);
  const [person, ...more] = people;
  if (!person) {
    const list = servesOnly(turn) ? '您服务的领导的名单里' : '您的结对名单里';
    return replied(turn, say(`${list}没有“${wanted.replace(/^#.*/u, '这一位')}”，没有可看的材料。`));
  }
  if (more.length > 0) {
    const choices = people.slice(0, 8).map((one) => ({
      label: fullTitle(one).slice(0, 40),
      payload: { for: 'command', text: `/准备 #${one.id}` },
    }));
    return replied(turn, ask('是哪一位？', choices));
  }
  return replied(turn, await card(turn, person));
};

const servesOnly = (turn: Turn): boolean => reachOf(commandRules.准备, turn.speaker.person) === '领导的';

/** Staff see every talent; a leader, those they are paired with; an officer, those of their leaders. */
async function visible(turn: Turn, wanted: string): Promise<FoundPerson[]> {
  const found = wanted.startsWith('#')
    ? [await findById(turn.tx, turn.county.id, wanted.slice(1))].filter((one) => one !== undefined)
    : await findByName(turn.tx, turn.county.id, wanted);
  const talents = found.filter((person) => person.roles.includes('人才'));
  const speaker = turn.speaker.person;
  if (reachOf(commandRules.准备, speaker) === '全县') return talents;
  const leaders = await preparedFor(turn);
  const own = await pairingsOf(turn.tx, turn.county.id, leaders, dateOf(turn.now));
  return talents.filter(({ id }) => own.some(({ talent }) => talent.id === id));
}

/** The leaders a visit may be prepared for: the speaker, and whom they serve. */
const preparedFor = async (turn: Turn): Promise<string[]> => [
  turn.speaker.person?.id ?? '',
  ...(await servedBySpeaker(turn)).map(({ id }) => id),
];

async function card(turn: Turn, person: FoundPerson): Promise<Reply> {
  const today = dateOf(turn.now);
  const speaker = turn.speaker.person?.id;
  const [all, own] = [await leadersOf(turn.tx, turn.county.id, person.id, today), await preparedFor(turn)];
  const paired = all.find(({ leader }) => own.includes(leader.id)) ?? all[0];
  const whom = paired?.leader.id === speaker ? '您' : `${paired?.leader.name ?? ''}同志`;
  const standings = paired
    ? await standingsOf(turn.tx, turn.county.id, paired.leader.id, today, turn.county.settings)
    : [];
  const standing = standings.find(({ talent }) => talent.id === person.id);
  const besides = await besidesOf(turn.tx, [turn.county.id], [person.id], turn.now);
  const matters = besides.matters.get(person.id) ?? [];
  const said = await lastSaid(turn, person.id);
  const plan = paired ? besides.plans.get(paired.leader.id)?.get(person.id) : undefined;
  return {
    title: `联系准备：${person.name}`,
    parts: [
      { type: 'list', items: await fileLines(turn, person, standing) },
      ...(paired && whom !== '您' ? [{ type: 'text' as const, text: `联系领导是${whom}。` }] : []),
      ...(plan ? [{ type: 'text' as const, text: `${whom}约了${plan}。` }] : []),
      { type: 'text', text: said.length > 0 ? '前几次说的' : '还没有联系记录。' },
      ...(said.length > 0
        ? [{ type: 'list' as const, items: said.map(({ label, text }) => ({ label, text })) }]
        : []),
      { type: 'text', text: matters.length > 0 ? `未办结 ${matters.length} 件` : '没有未办结的诉求。' },
      ...(matters.length > 0 ? [{ type: 'list' as const, items: matters.map((text) => ({ text })) }] : []),
      { type: 'text', text: '可以问问' },
      { type: 'list', ordered: true, items: questions(matters, said, standing).map((text) => ({ text })) },
    ],
  };
}

const answersSchema = z.looseObject({ 专业方向: z.string().optional(), 专业: z.string().optional() });

/** The file in five lines. */
async function fileLines(
  turn: Turn,
  person: FoundPerson,
  standing: PairingStanding | undefined,
): Promise<{ label: string; text: string }[]> {
  const file = await turn.tx.talentFile.findUnique({ where: { personId: person.id } });
  const answers = file ? answersSchema.safeParse(openJson(turn.secrets, file.answers)).data : undefined;
  const phone = phoneOf(turn.secrets, person);
  const last = standing?.standing.last;
  return [
    { label: '单位职务', text: [person.unit, person.title].filter(Boolean).join(' ') || '未填' },
    { label: '专业方向', text: answers?.专业方向 ?? answers?.专业 ?? '档案里没有' },
    { label: '人才类别', text: file?.tier ? `${file.tier} 类` : '未认定' },
    {
      label: '手机',
      text: phone ? `${maskPhone(phone)}${askForPhone(turn, person.name)}` : '未填',
    },
    {
      label: '联系情况',
      text: standing
        ? [
            last ? `上次 ${shortDay(last.date, dateOf(turn.now))} ${last.method}` : '还没有联系记录',
            owed(standing) ?? '本期已联系',
          ].join('，')
        : '没有联系领导',
    },
  ];
}

/** Whole numbers are for the leader and the office. */
const askForPhone = (turn: Turn, name: string): string =>
  servesOnly(turn) ? '（全号请领导本人或人才办问）' : `（要全号，私聊问我“${name}电话多少”）`;

interface Said {
  label: string;
  text: string;
  needs: string[];
}

/** What was said in the last three contacts; family and health only as that there was something. */
async function lastSaid(turn: Turn, talentId: string): Promise<Said[]> {
  const rows = await turn.tx.contact.findMany({
    where: { countyId: turn.county.id, talentId, undoneAt: null },
    orderBy: [{ date: 'desc' }, { no: 'desc' }],
    take: 3,
  });
  return rows.map((row) => {
    const kept = openNotes(turn.secrets, row.notes);
    const needs = kept.needs.map(({ text }) => text);
    const words = [
      isPrivate(kept.notes) ? '' : kept.notes,
      ...needs.map((text) => `诉求：${text}`),
      ...kept.suggestions.map(({ text }) => `建议：${text}`),
    ].filter(Boolean);
    return {
      label: `${shortDay(isoDate(row.date), dateOf(turn.now))} ${row.method}`,
      text: words.join('；') || '没有记内容',
      needs,
    };
  });
}

/** At most four, from what is open, what was said, and what is owed. */
function questions(matters: string[], said: Said[], standing: PairingStanding | undefined): string[] {
  const open = matters.map((matter) => `${matter.split('（')[0] ?? ''}办得怎么样了，满不满意`);
  const raised = said.flatMap(({ needs }) => needs).map((need) => `上次说的“${need}”，现在解决了没有`);
  const always = ['工作、科研和生活近况', '对县里有什么建议'];
  const meet = standing && !standing.standing.met ? ['最近方不方便当面坐坐'] : [];
  return [...open, ...raised, ...always, ...meet].slice(0, 4);
}
