/** Nothing personal and nothing secret in the log or among the metrics (design.md 4). */
import { expect, it, onTestFinished } from 'vitest';
import { startDingtalkDouble } from '../../src/doubles/dingtalk/index.ts';
import { startFeishuDouble } from '../../src/doubles/feishu/index.ts';
import { writtenLog } from '../support/log.ts';
import { CLAIM, serviceOfTest, until } from '../support/service.ts';
import { Talker } from '../support/talker.ts';

const PERSONAL = {
  phone: '13812345678',
  idNumber: '11010519491231002X',
  bank: '6222021234567890123',
  name: '欧阳思雨',
  unit: '武陵山茶叶研究院',
  words: '孩子上学的事还没落实',
};

it.each(['feishu', 'dingtalk'] as const)(
  '%s: a conversation leaves no trace of what was said',
  async (platform) => {
    const double =
      platform === 'feishu'
        ? await startFeishuDouble({ limits: 'off' })
        : await startDingtalkDouble({ limits: 'off' });
    onTestFinished(() => double.stop());
    const { log, written } = writtenLog();
    const service = await serviceOfTest({ [platform]: double, connection: 'webhook', log });
    const talker = new Talker(double, PERSONAL.name, PERSONAL.phone);
    const said = [
      `我是${PERSONAL.name} ${PERSONAL.unit}`,
      `我的手机是${PERSONAL.phone}，身份证${PERSONAL.idNumber}`,
      `卡号${PERSONAL.bank}，${PERSONAL.words}`,
      '人才登记',
      '同意',
      PERSONAL.name,
      `/认领 ${CLAIM}`,
    ];
    for (const text of said) await talker.asks(text);
    // Faults are logged most talkatively.
    double.faults.serverErrors = 1;
    await talker.asks(`${PERSONAL.words} ${PERSONAL.phone}`);
    double.faults.expireTokens = true;
    await talker.asks(PERSONAL.idNumber);
    const forged = await fetch(`${service.app.url}/channels/${platform}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: PERSONAL.words, phone: PERSONAL.phone }),
    });
    expect(forged.status).toBe(401);
    await until(written, (text) => text.includes('A send failed and will be tried again'));
    const metrics = await (await fetch(`${service.app.url}/metrics`)).text();
    const credentials = Object.values(double.credentials as unknown as Record<string, string>);
    const open = new Set<string>();
    if ('appId' in double.credentials) open.add(double.credentials.appId);
    else {
      open.add(double.credentials.clientId);
      open.add(double.credentials.corpId);
    }
    const secrets = [CLAIM, ...service.config.secretKeys, ...credentials.filter((text) => !open.has(text))];
    for (const secret of [...Object.values(PERSONAL), ...secrets]) {
      expect(written()).not.toContain(secret);
      expect(metrics).not.toContain(secret);
    }
    expect(metrics).toContain('jinyue_turns_events_total');
  },
);

it('keeps nothing in the database that a reader without the key could read', async () => {
  const double = await startFeishuDouble({ limits: 'off' });
  onTestFinished(() => double.stop());
  const service = await serviceOfTest({ feishu: double, connection: 'webhook' });
  const talker = new Talker(double, PERSONAL.name, PERSONAL.phone);
  await talker.asks(`我的手机是${PERSONAL.phone}，身份证${PERSONAL.idNumber}，卡号${PERSONAL.bank}`);
  await talker.asks('人才登记');
  await talker.asks(`同意，我叫${PERSONAL.name}，身份证${PERSONAL.idNumber}，手机${PERSONAL.phone}`);
  const tables = await service.db.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables.rows) {
    const { rows } = await service.db.pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
    const plain = rows.map(({ row }) =>
      row.replace(/\\x([0-9a-f]+)/gu, (_all, hex: string) => Buffer.from(hex, 'hex').toString('latin1')),
    );
    for (const secret of [PERSONAL.phone, PERSONAL.idNumber, PERSONAL.bank]) {
      expect(
        plain.filter((row) => row.includes(secret)),
        `${secret} in ${name}`,
      ).toEqual([]);
    }
  }
});
