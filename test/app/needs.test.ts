/** A talent says what is wrong; it goes to the unit whose duty it is, and can be taken back. */
import { expect, it } from 'vitest';
import { dialogueCounty } from '../support/dialogues/county.ts';

it.each(['feishu', 'dingtalk'] as const)(
  'on %s: by the table of duties, and back again',
  async (platform) => {
    const county = await dialogueCounty(platform, '2026-05-19T10:00:00+08:00');
    const housing = await county.unit('县住建局', ['住建局']);
    const operator = await county.unit('青岚城发', ['城发']);
    const people = {
      talent: await county.person({ name: '苏晴', unit: '县中医院', roles: ['人才'] }),
      staff: await county.person({ name: '龙敏', roles: ['人才办'] }),
      operator: await county.person({
        name: '尤志刚',
        unit: '青岚城发',
        unitId: operator,
        roles: ['成员单位'],
      }),
    };
    await county.bind();
    const says = async (who: keyof typeof people, text: string): Promise<string> => {
      const chat = county.double.p2p(people[who].account).id;
      const before = county.double.messages(chat).length;
      await county.double.say(people[who].account, chat, { type: 'text', text });
      await county.quiet();
      return JSON.stringify(county.double.messages(chat).slice(before + 1));
    };
    const heard = (who: keyof typeof people): string =>
      JSON.stringify(county.double.messages(county.double.p2p(people[who].account).id));
    const rows = () => county.db.case.findMany({ orderBy: { no: 'asc' } });

    expect(await says('talent', '公寓热水器坏了一个星期没人修')).toContain('已转青岚城发');
    expect(await rows()).toMatchObject([{ no: 'N-2026-0001', stage: '已派单', unitId: operator }]);
    expect(heard('operator')).toContain('N-2026-0001');
    expect(heard('staff')).toContain('已按分工转给青岚城发');

    expect(await says('talent', '/撤销')).toContain('已撤销');
    expect(await rows()).toMatchObject([{ stage: '已撤回' }]);
    expect(heard('operator')).toContain('已经撤回，不用办了');

    expect(await says('staff', '/分工')).toContain('青岚城发');
    expect(await says('staff', '/分工 公寓维修 住建局')).toContain('自动派给县住建局');
    expect(await says('talent', '公寓热水器坏了一个星期没人修')).toContain('已转县住建局');
    expect((await rows()).at(-1)).toMatchObject({ stage: '已派单', unitId: housing });

    expect(await says('staff', '/分工 公寓维修 人才办')).toContain('由人才办看过再派');
    county.clock.value += 60 * 60_000;
    expect(await says('talent', '宿舍漏水报了两次没人来')).toContain('人才办');
    expect((await rows()).at(-1)).toMatchObject({ stage: '已受理', unitId: null, urgent: true });
  },
);

it('leaves what a unit has taken up, and opens nothing for a stranger', async () => {
  const county = await dialogueCounty('feishu', '2026-05-19T10:00:00+08:00');
  const operator = await county.unit('青岚城发', ['城发']);
  const talent = await county.person({ name: '苏晴', roles: ['人才'] });
  const unit = await county.person({ name: '尤志刚', unitId: operator, roles: ['成员单位'] });
  await county.bind();
  const stranger = county.stranger('路人');
  const say = async (account: string, text: string): Promise<void> => {
    await county.double.say(account, county.double.p2p(account).id, { type: 'text', text });
    await county.quiet();
  };
  await say(stranger, '公寓热水器坏了没人修');
  expect(await county.db.case.count()).toBe(0);
  await say(talent.account, '公寓热水器坏了没人修');
  await say(unit.account, '/签收 N-2026-0001');
  await say(talent.account, '/撤销');
  expect(await county.db.case.findFirstOrThrow()).toMatchObject({ stage: '办理中' });
});
