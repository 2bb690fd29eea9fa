/** A talent: raises a need or a suggestion now and then, answers what is asked, says what became of it. */
import { at, isWorkday } from '../days.ts';
import { type Received, wordsOf } from '../platform.ts';
import { type Act, type Actor, type Being, buttonsIn, pressOn, say, soon } from './person.ts';

const needs = [
  '孩子明年上初一，学位的事还没落实',
  '公寓热水器坏了快三个礼拜',
  '实验室用电不够，一开烘箱就跳闸',
  '项目经费还没到账，材料款付不出去',
  '爱人工作调动的事想请帮忙问问',
  '看病报销要跑三趟，太麻烦',
];

const suggestions = ['建议县里办名师讲堂', '建议园区通一趟夜班公交', '建议人才公寓装充电桩'];

export interface TalentBeing extends Being {
  /** How often needs are raised; 1 is usual. */
  busy: number;
}

export function talent(being: TalentBeing): Actor {
  const { dice, life } = being;
  /** What is being filled in, and since when. */
  let filling: { words: string; steps: number } | undefined;

  function raise(date: string): Act[] {
    const suggesting = dice.chance(0.25);
    const words = `${dice.pick(suggesting ? suggestions : needs)}，${life.mark}`;
    const opening = suggesting ? '我有个建议' : dice.pick(['我有个困难', '提诉求', '诉求登记']);
    return [
      say(at(date, dice.pick(['10:30', '15:00', '20:00'])), opening, () => {
        filling = { words, steps: 0 };
      }),
    ];
  }

  /** One answer to one question of the flow. */
  function fill(received: Received, current: { words: string; steps: number }): Act[] {
    const words = wordsOf(received.message);
    const labels = buttonsIn(received.message);
    const button = (...wanted: string[]) =>
      labels.find(({ label }) => wanted.some((one) => label.includes(one)));
    current.steps += 1;
    if (current.steps > 8 || /已经受理|已收到您的建议|收到，编号|编号 [NJS]-/u.test(words)) {
      filling = undefined;
      return [];
    }
    const go = soon(life.now());
    const yes = button('确认', '提交', '对', '同意');
    if (/请说说|说说看|具体|内容|什么建议|建议是什么|是什么事/u.test(words) && !yes)
      return [say(go, current.words)];
    if (/算哪一类|哪一类|哪方面/u.test(words)) {
      const other = button('其他') ?? labels[0];
      return other ? [pressOn(go, received, other.token)] : [say(go, '其他')];
    }
    const named = button(dice.pick(['实名', '匿名']));
    if (named) return [pressOn(go, received, named.token)];
    if (yes) return dice.chance(0.5) ? [pressOn(go, received, yes.token)] : [say(go, '确认')];
    return [say(go, '对')];
  }

  return {
    account: being.account,
    name: being.name,
    plans(date) {
      const share = (isWorkday(date) ? 0.005 : 0.002) * being.busy;
      if (dice.chance(share)) return raise(date);
      filling = filling && filling.steps > 0 && dice.chance(0.5) ? undefined : filling;
      return dice.chance(0.0015)
        ? [say(at(date, '15:00'), dice.pick(['你好', '谢谢', '/帮助', '在吗']))]
        : [];
    },
    hears(received) {
      const words = wordsOf(received.message);
      const labels = buttonsIn(received.message);
      const happy = labels.find(({ label }) => label === '满意');
      if (happy) return judge(being, received);
      const agree = labels.find(({ label }) => label === '同意转达');
      if (agree) {
        const refuse = labels.find(({ label }) => label === '不同意转达');
        const token = refuse && dice.chance(0.1) ? refuse.token : agree.token;
        return dice.chance(0.85) ? [pressOn(soon(life.now()), received, token)] : [];
      }
      if (filling) return fill(received, filling);
      void words;
      return [];
    },
  };
}

/** Says what became of it: by a button, in words, or not at all. */
function judge({ dice, life }: Being, received: Received): Act[] {
  const luck = dice.next();
  if (luck < 0.2) return [];
  const wanted = luck < 0.7 ? '满意' : luck < 0.85 ? '基本满意' : '不满意';
  const button = buttonsIn(received.message).find(({ label }) => label === wanted);
  const when = soon(life.now(), dice.pick([2, 60, 60, 1_500]));
  if (button && dice.chance(0.7)) return [pressOn(when, received, button.token)];
  return [
    say(when, { 满意: '办好了，满意', 基本满意: '基本满意', 不满意: '还是没解决，不满意' }[wanted] ?? '满意'),
  ];
}
