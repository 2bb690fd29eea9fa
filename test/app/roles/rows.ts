/** Rows a trial needs: a case at one of its stages, a card's matter that waits for the office. */
import type { Payload } from '../../../src/dialogue/reply.ts';
import { type Actor, countyId, FAR, NOW, type Town } from './town.ts';

export type Whose = '自己的' | '别人的' | '外县的';

/** Words of a case that only who may see it is shown. */
export const CONTENT = '小区门口路灯不亮';
export const NO = 'N-2026-0077';

const ways: Record<string, [action: string, to: string, given?: true][]> = {
  已受理: [],
  已派单: [['派单', '已派单', true]],
  办理中: [
    ['派单', '已派单', true],
    ['签收', '办理中'],
  ],
  暂停中: [
    ['派单', '已派单', true],
    ['签收', '办理中'],
    ['暂停', '办理中'],
  ],
  回访中: [
    ['派单', '已派单', true],
    ['签收', '办理中'],
    ['反馈', '回访中'],
  ],
  会商中: [
    ['派单', '已派单', true],
    ['签收', '办理中'],
    ['反馈', '回访中'],
    ['仍不满意', '会商中'],
  ],
};
export type Stage = keyof typeof ways;

const sealed = (town: Town, value: unknown): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(town.secrets.sealBytes(Buffer.from(JSON.stringify(value))));

/** A need at that stage that is the actor's own, somebody else's, or the neighbours'. */
export async function needAt(
  town: Town,
  stage: Stage,
  actor: Actor,
  whose: Whose,
  kind: '普通' | '检举' | '家事' = '普通',
): Promise<void> {
  const { prisma, people } = town;
  const own = whose === '自己的';
  const county = whose === '外县的' ? FAR : countyId;
  const person = people[own && ['人才', '专员', '乡贤'].includes(actor) ? nameOf[actor] : '覃晓霖'] ?? '';
  const unit = own && actor === '成员单位' ? 'u-own' : 'u-other';
  const steps = [['受理', '已受理'] as const, ...(ways[stage] ?? [])];
  const given = steps.some(([, , unitGiven]) => unitGiven);
  await prisma.case.create({
    data: {
      id: 'case-77',
      countyId: county,
      no: NO,
      matter: 'need',
      version: 2,
      personId: own && actor === '生人' ? null : person,
      chatId: own && actor === '生人' ? await chatOf(town, actor) : null,
      raisedBy: own && actor === '领导' ? (people.向国平 ?? '') : null,
      title: '路灯',
      stage: steps.at(-1)?.[1] ?? '',
      unitId: given ? unit : null,
      guard: kind === '检举' ? '限主任' : '',
      answers: sealed(town, {
        内容: CONTENT,
        类别: kind === '家事' ? '医疗' : '其他',
        联系电话: '13900008888',
      }),
      draftId: 'draft-77',
      revision: 1,
      createdAt: new Date(NOW),
      dueAt: new Date('2026-09-23T23:59:59+08:00'),
    },
  });
  await prisma.change.createMany({
    data: steps.map(([action, to, unitGiven]) => ({
      countyId: county,
      subject: `case:${NO}`,
      what: action,
      by: people.龙敏 ?? '',
      at: new Date(NOW - 60_000),
      step: { action, to, ...(unitGiven ? { unit } : {}) },
    })),
  });
}

/** Somebody's stay in the hostel, here or with the neighbours, who call their room the same. */
export async function stayIn(town: Town, county: string): Promise<void> {
  const { prisma, people } = town;
  await prisma.pool.create({ data: { id: 'pool-77', countyId: county, name: '青年驿站' } });
  const unit = await prisma.poolUnit.create({ data: { countyId: county, poolId: 'pool-77', name: '201' } });
  await prisma.case.create({
    data: {
      id: 'case-77',
      countyId: county,
      no: 'S-2026-0077',
      matter: 'youth-hostel',
      version: 8,
      personId: people.覃晓霖 ?? '',
      stage: '待入住',
      answers: sealed(town, { 姓名: '覃晓霖' }),
      draftId: 'draft-77',
      revision: 1,
      createdAt: new Date(NOW),
    },
  });
  const [from, to] = [new Date('2026-09-17'), new Date('2026-09-19')];
  await prisma.allocation.create({
    data: {
      id: 'stay-77',
      countyId: county,
      unitId: unit.id,
      caseId: 'case-77',
      from,
      to,
      promised: to,
      takenAt: new Date(NOW),
    },
  });
}

/** Somebody's file as it was registered, not yet looked at. */
export async function registered(town: Town, county: string): Promise<void> {
  await town.prisma.talentFile.create({
    data: {
      id: 'file-77',
      countyId: county,
      personId: town.people.覃晓霖 ?? '',
      no: 'RC0077',
      answers: sealed(town, {}),
      status: '待核',
      createdAt: new Date(NOW),
      updatedAt: new Date(NOW),
    },
  });
}

/** Somebody on a roster, here or with the neighbours. */
export async function listedOn(town: Town, county: string): Promise<void> {
  const { prisma, people } = town;
  const personId = people.覃晓霖 ?? '';
  await prisma.case.create({
    data: {
      id: 'case-77',
      countyId: county,
      no: 'S-2026-0077',
      matter: 'subsidy',
      version: 1,
      personId,
      stage: '已核准',
      answers: sealed(town, {}),
      draftId: 'draft-77',
      revision: 1,
      createdAt: new Date(NOW),
    },
  });
  await prisma.rosterEntry.create({
    data: {
      id: 'case-77',
      countyId: county,
      matter: 'subsidy',
      roster: '补贴发放册',
      personId,
      caseId: 'case-77',
      since: new Date(NOW),
    },
  });
}

export const nameOf: Record<Actor, string> = {
  主任: '罗佩兰',
  人才办: '龙敏',
  人才: '李文博',
  领导: '向国平',
  专员: '田小满',
  成员单位: '周海涛',
  乡贤: '彭远航',
  生人: '路人甲',
};

export const chatOf = async ({ prisma, talkers }: Town, actor: Actor): Promise<bigint> =>
  (await prisma.chat.findFirstOrThrow({ where: { key: `u:${talkers[actor].id}` } })).id;

/** A contact that somebody just recorded and may take back. */
export async function justRecorded(town: Town, by: string, county = countyId): Promise<void> {
  const { prisma, people } = town;
  await prisma.contact.create({
    data: {
      id: 'contact-77',
      countyId: county,
      no: 'L-2026-0077',
      leaderId: people.石别领 ?? '',
      talentId: people.覃晓霖 ?? '',
      date: new Date('2026-09-16'),
      method: '走访',
      notes: sealed(town, { notes: '一切都好' }),
      recorderId: by,
      enteredAt: new Date(NOW - 60_000),
    },
  });
  await prisma.change.create({
    data: {
      countyId: county,
      subject: 'contact:contact-77',
      what: '记联系 L-2026-0077',
      by,
      at: new Date(NOW - 60_000),
      undo: { kind: 'contact', id: 'contact-77' },
    },
  });
}

/** What each card of the office asks about, with what its first button means. */
export const cards: Record<string, (town: Town, county: string) => Promise<Payload>> = {
  async 绑定账号({ prisma, people }, county) {
    const identity = await prisma.identity.findFirstOrThrow({ where: { personId: null } });
    await prisma.bindRequest.create({
      data: {
        id: 'request-77',
        countyId: county,
        identityId: identity.id,
        claims: '我是郑同一',
        personId: people.郑同一 ?? '',
        createdAt: new Date(NOW),
      },
    });
    return { for: 'bind', act: 'refuse', request: 'request-77' };
  },
  async 核实去留({ prisma }, county) {
    const id = county === FAR ? '远领导-远人才' : '石别领-覃晓霖';
    await prisma.pairing.update({ where: { id }, data: { paused: '据领导反映调走了，待核实' } });
    return { for: 'contact', act: 'lift', pairing: id, reason: '调离' };
  },
  async 确认承接(_town, county) {
    const id = county === FAR ? '远领导-远人才' : '石别领-覃晓霖';
    return { for: 'contact', act: 'inherit', pairings: [id] };
  },
  async 导入名单(town, county) {
    await town.prisma.import.create({
      data: {
        id: 'import-77',
        countyId: county,
        kind: 'pairings',
        status: 'shown',
        by: town.people.龙敏 ?? '',
        createdAt: new Date(NOW),
        plan: sealed(town, {}),
      },
    });
    return { for: 'import', act: 'drop', id: 'import-77' };
  },
  async 合并人员({ people }, county) {
    const [kept, gone] = county === FAR ? ['远人才', '远领导'] : ['郑同一', '郑重复'];
    return {
      for: 'merge',
      act: 'do',
      kept: people[kept as string] ?? '',
      gone: people[gone as string] ?? '',
    };
  },
};
