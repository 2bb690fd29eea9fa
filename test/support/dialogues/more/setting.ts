/** The county of the further conversations: its units, each with somebody who answers for it, and its office. */
import { units } from '../../../../src/county/seed/units.ts';
import type { RoleName } from '../../../../src/dialogue/post.ts';
import type { DialogueCounty } from '../county.ts';
import type { CaseLook, Look } from '../look.ts';

/** Sets up units, the office, and one person who speaks; gives the person. */
export async function setting(
  county: DialogueCounty,
  speaker: { name: string; title?: string; unit?: string; roles: RoleName[] },
  more: { name: string; title?: string; unit?: string; roles: RoleName[] }[] = [],
): Promise<{ id: string; account: string; people: Map<string, string> }> {
  for (const { name, aliases, contact } of units) {
    const unitId = await county.unit(name, aliases);
    await county.person({
      name: contact.name,
      title: contact.title,
      unit: name,
      unitId,
      roles: ['成员单位'],
    });
  }
  await county.person({ name: '覃明', title: '主任', unit: '县委人才办', roles: ['主任', '人才办'] });
  await county.person({ name: '龙敏', title: '干事', unit: '县委人才办', roles: ['人才办'] });
  const { id, account } = await county.person(speaker);
  const people = new Map<string, string>();
  for (const one of more) people.set(one.name, (await county.person(one)).id);
  await county.bind();
  return { id, account, people };
}

export const text = (value: unknown): string => JSON.stringify(value ?? '');

/** The case whose answers hold all of these words. */
export const caseWith = (look: Look, ...words: string[]): CaseLook | undefined =>
  look.cases.find(({ answers }) => words.every((word) => text(answers).includes(word)));

export const needs = (look: Look): CaseLook[] =>
  look.cases.filter(({ matter, stage }) => matter === 'need' && stage !== '已撤回');

export const holds = (one: CaseLook | undefined, ...words: string[]): boolean =>
  one !== undefined && words.every((word) => text(one.answers).includes(word));
