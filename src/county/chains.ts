/** 产业链 and their 链长 (domain.md 4.10): the leader in charge of a chain looks after its talents too. */
import { type Reply, say } from '../dialogue/reply.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { noteChange } from './changes.ts';
import type { Turn } from './turn.ts';

export interface Chain {
  /** Without 产业链: 茶叶. */
  name: string;
  leaderId: string;
}

/** The name as it is kept: 茶叶产业链, 茶叶链 and 茶叶 are one. */
export const chainName = (said: string): string => said.trim().replace(/(?:产业)?链$/u, '');

export const chainsOf = (tx: Tx, countyId: string): Promise<Chain[]> =>
  tx.chain.findMany({
    where: { countyId },
    orderBy: { name: 'asc' },
    select: { name: true, leaderId: true },
  });

/** The chain that somebody's unit, title and field of work speak of. */
export const chainOf = (chains: readonly Chain[], words: string): Chain | undefined =>
  chains.find(({ name }) => words.includes(name));

/** Says who is in charge from now on; nobody where `leader` is left out. False where it is so already. */
export async function setChain(
  turn: Turn,
  name: string,
  leader?: { id: string; name: string },
): Promise<boolean> {
  const { tx, county } = turn;
  const key = { countyId_name: { countyId: county.id, name } };
  const before = await tx.chain.findUnique({ where: key });
  if ((before?.leaderId ?? null) === (leader?.id ?? null)) return false;
  const id = before?.id ?? newId(turn.random);
  if (leader)
    await tx.chain.upsert({
      where: key,
      create: { id, countyId: county.id, name, leaderId: leader.id },
      update: { leaderId: leader.id },
    });
  else await tx.chain.delete({ where: key });
  await noteChange(turn, `chain:${id}`, `${name}产业链链长${leader ? `改为${leader.name}` : '解除'}`, {
    kind: 'chain',
    id,
    name,
    before: before?.leaderId ?? null,
    after: leader?.id ?? null,
  });
  return true;
}

export async function listChains({ tx, county }: Turn): Promise<Reply> {
  const chains = await chainsOf(tx, county.id);
  if (chains.length === 0)
    return say('还没有登记链长。登记这样写：/链长 茶叶 领导姓名。登记后，拟结对时会考虑产业链。');
  const people = await tx.person.findMany({ where: { id: { in: chains.map(({ leaderId }) => leaderId) } } });
  return {
    title: `产业链链长（${chains.length} 条）`,
    parts: [
      {
        type: 'list',
        items: chains.map(({ name, leaderId }) => {
          const leader = people.find(({ id }) => id === leaderId);
          return {
            label: `${name}产业链`,
            text: `${leader?.name ?? ''}${leader?.leftAt ? '（已离任，请另定）' : ''}`,
          };
        }),
      },
      { type: 'text', text: '要改，发“/链长 产业链 领导”；不再设的，发“/链长 产业链 解除”。' },
    ],
  };
}
