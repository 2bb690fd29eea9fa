/** /拟结对: whom to pair, by field of work, chain of industry, unit and load, with the reasons shown. A person decides each (domain.md 1.1, PIPL 24). */
import { z } from 'zod';
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { chainOf, chainsOf } from '../chains.ts';
import { activeOn } from '../pairings.ts';
import { openJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import { type CommandHandler, replied } from './handler.ts';

/** Most that stand on one card. */
const MOST = 6;

/** Fields of work, by the words that posts, titles and units are made of. */
const fields: Readonly<Record<string, RegExp>> = {
  教育: /教育|学校|中学|小学|一中|老师|教师/u,
  卫生健康: /卫健|卫生|医院|医师|医生|健康/u,
  农业: /农业|农村|乡村|茶|种植|养殖/u,
  工业科技: /工业|科技|高新|园区|材料|制造|工程师/u,
  文旅: /文旅|文化|旅游|非遗/u,
  金融: /金融|银行|财政/u,
  住建: /住建|城建|城发|自然资源|规划/u,
};

const fieldsOf = (words: string): string[] =>
  Object.entries(fields).flatMap(([name, pattern]) => (pattern.test(words) ? [name] : []));

export const propose: CommandHandler = async ({ turn }) => {
  const { tx, county, now } = turn;
  const active = { countyId: county.id, leftAt: null };
  const [people, pairings, units, chains] = await Promise.all([
    tx.person.findMany({
      where: { ...active, roles: { some: { role: { in: ['人才', '领导'] } } } },
      include: { roles: true },
      orderBy: { id: 'asc' },
    }),
    tx.pairing.findMany({
      where: activeOn(county.id, dateOf(now)),
      select: { leaderId: true, talentId: true },
    }),
    tx.unit.findMany({ where: { countyId: county.id, deputyId: { not: null } } }),
    chainsOf(tx, county.id),
  ]);
  const withRole = (wanted: string) =>
    people.filter(({ roles }) => roles.some(({ role }) => role === wanted));
  const load = new Map<string, number>();
  for (const { leaderId } of pairings) load.set(leaderId, (load.get(leaderId) ?? 0) + 1);
  const free = withRole('人才').filter(({ id }) => pairings.every(({ talentId }) => talentId !== id));
  if (free.length === 0) return replied(turn, say('在册人才都有联系领导，没有要拟的结对。'));
  const subjects = await subjectsOf(
    turn,
    free.slice(0, MOST).map(({ id }) => id),
  );
  const offers = free.slice(0, MOST).flatMap((talent) => {
    const work = `${talent.unit}${talent.title}${subjects.get(talent.id) ?? ''}`;
    const chain = chainOf(chains, work);
    const ranked = withRole('领导')
      .filter(({ id }) => id !== talent.id && (load.get(id) ?? 0) < county.settings.C1.warnAbove)
      .map((leader) => {
        const held = load.get(leader.id) ?? 0;
        const unit = units.find(({ deputyId, name }) => deputyId === leader.id && talent.unit.includes(name));
        const leads = chain?.leaderId === leader.id;
        const shared = fieldsOf(work).find((name) =>
          fieldsOf(`${leader.unit}${leader.title}`).includes(name),
        );
        const why = [
          ...(unit ? [`分管${unit.name}`] : []),
          ...(chain && leads ? [`${chain.name}产业链链长`] : []),
          ...(shared ? [`同属${shared}口`] : []),
          held === 0 ? '目前没有联系人才' : `目前联系 ${held} 位`,
        ];
        return {
          leader,
          why: why.join('，'),
          score: (unit ? 5 : 0) + (leads ? 4 : 0) + (shared ? 2 : 0) - held,
        };
      })
      .sort((a, b) => b.score - a.score);
    const [best] = ranked;
    if (best) load.set(best.leader.id, (load.get(best.leader.id) ?? 0) + 1);
    return best ? [{ talent, ...best }] : [];
  });
  if (offers.length === 0) return replied(turn, say('每位领导联系的人才都够多了，请先增加领导或调整名单。'));
  return replied(turn, {
    title: `拟结对（还有 ${free.length} 位人才没有联系领导）`,
    parts: [
      {
        type: 'list',
        items: offers.map(({ talent, leader, why }) => ({
          label: `${leader.name}—${talent.name}`,
          text: why,
        })),
      },
      { type: 'text', text: '只是建议，合适的请点一下；不合适就用“/结对 领导 人才”另定。' },
      {
        type: 'buttons',
        buttons: offers.map(({ talent, leader }) => ({
          label: `${leader.name}—${talent.name}`,
          payload: { for: 'command', text: `/结对 #${leader.id} #${talent.id}` },
        })),
      },
    ],
  });
};

const answersSchema = z.looseObject({ 专业方向: z.string().optional(), 专业: z.string().optional() });

/** What talents work on, as their files say. */
async function subjectsOf(turn: Turn, ids: string[]): Promise<Map<string, string>> {
  const files = await turn.tx.talentFile.findMany({
    where: { countyId: turn.county.id, personId: { in: ids } },
    select: { personId: true, answers: true },
  });
  return new Map(
    files.map(({ personId, answers }) => {
      const { data } = answersSchema.safeParse(openJson(turn.secrets, answers));
      return [personId, data?.专业方向 ?? data?.专业 ?? ''];
    }),
  );
}
