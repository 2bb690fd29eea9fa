/** A county with a matter whose cases are a roster, and people who fill it in. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { FLOWS_FOLDER } from '../../src/flow-files.ts';
import { type County, county, type Talker } from './leader-setting.ts';

export const SUBSIDY = `事项: 生活补贴
编号: subsidy
简介: 申报生活补贴。
触发: [申报补贴]
权限: {谁: [人才], 场合: 私聊}
问题:
  - 证书编号(文字): 学位证书编号是多少？
  - 合同年限(数字): 合同签了几年？
提交: {做: 立案, 唯一: 证书编号}
造册: {册: 生活补贴册, 除名: [退回]}
办理:
  审核中:
    谁: 人才办
    时限: 5个工作日
    操作:
      核准: {到: 已核准, 告知: 本人}
      退回: {到: 已退回, 要: [理由], 告知: 本人}
  已核准: {终: 是}
  已退回: {终: 是}
`;

export interface Town extends County {
  flowsFolder: string;
  office: Talker;
  talents: Talker[];
}

/** A county with `matter` as subsidy.yaml, an officer and these talents. */
export async function town(
  platform: 'feishu' | 'dingtalk',
  now: string,
  matter: string,
  ...names: string[]
): Promise<Town> {
  const flowsFolder = mkdtempSync(join(tmpdir(), 'flows-'));
  onTestFinished(() => rmSync(flowsFolder, { recursive: true, force: true }));
  cpSync(FLOWS_FOLDER, flowsFolder, { recursive: true });
  writeFileSync(join(flowsFolder, 'subsidy.yaml'), matter);
  const c = await county(platform, now, { flowsFolder });
  const office = await c.staff('龙敏');
  const talents: Talker[] = [];
  for (const name of names) talents.push(await c.talent(name, '讲师', '县职中'));
  await c.bind();
  return { ...c, flowsFolder, office, talents };
}

/** Everything but the last answer. */
export async function almost(talent: Talker, certificate: string): Promise<void> {
  await talent.says('申报补贴');
  await talent.says(certificate);
  await talent.says('3');
}

export async function applies(talent: Talker, certificate: string): Promise<string> {
  await almost(talent, certificate);
  return talent.says('确认');
}

/** Case by case: on the roster, with the batch, or off. */
export const entries = async ({ db }: County) => {
  const rows = await db.prisma.rosterEntry.findMany();
  const cases = await db.prisma.case.findMany();
  return rows
    .map(({ caseId, batch, until: off }) =>
      [cases.find(({ id }) => id === caseId)?.no, off ? '除名' : '在册', batch].filter(Boolean).join(' '),
    )
    .sort();
};
