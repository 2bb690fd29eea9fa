/** A county leader: visits, tells of it in a sentence, confirms with a tap or a word, corrects, takes back, or forgets. */
import { at, dayOf, isWorkday, plus, quarterStart, workdaysAfter } from '../days.ts';
import { type ExpectedContact, missingOf, pairedOn } from '../ledger.ts';
import { type Received, wordsOf } from '../platform.ts';
import { type Act, type Actor, type Being, buttonsIn, MINUTE, pressOn, say, soon } from './person.ts';

interface Telling {
  expected: ExpectedContact;
  /** What is waited for. */
  step: 'card' | 'corrected' | 'confirmation';
  since: number;
  /** How many records the confirmation made. */
  with?: number;
}

/** Whether a card tells of a contact: with whom, when, how. */
const shows = (words: string, { date, method }: ExpectedContact, name: string): boolean =>
  [`${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`, name, method].every((one) =>
    words.includes(one),
  );

export interface LeaderBeing extends Being {
  /** The name and place of work of a talent, by id. */
  talent(id: string): { name: string; unit: string };
}

/** What leaders say, and how it must be understood. */
const sentences: readonly {
  method: string;
  back: number;
  text(name: string, unit: string): string;
}[] = [
  { method: '走访', back: 0, text: (name, unit) => `今天下午去${unit}看望了${name}` },
  { method: '走访', back: 0, text: (name) => `刚刚走访了${name}` },
  { method: '电话', back: 1, text: (name) => `昨天跟${name}通了电话` },
  { method: '电话', back: 0, text: (name) => `今天上午给${name}打了个电话` },
  { method: '座谈', back: 1, text: (name) => `昨天上午和${name}座谈` },
  { method: '微信', back: 0, text: (name) => `今天在微信上和${name}聊了聊` },
  { method: '慰问', back: 2, text: (name) => `前天慰问了${name}` },
  { method: '谈话', back: 0, text: (name) => `今天请${name}来办公室谈了谈` },
];

const topics = ['工作都顺利', '项目进展不错', '团队稳定', '身体都好', '家里也都好', '设备已经到位'];

export function leader(being: LeaderBeing): Actor {
  const { dice, life, account } = being;
  const { ledger } = life;
  /** How eager this one is; some hardly ever are, and some fall silent for long. */
  const eager = dice.pick([0.3, 1, 1, 1.6]);
  const silence = silenceOf(being);
  let telling: Telling | undefined;
  /** Told and never confirmed: the bot may show them again with the next. */
  let open: ExpectedContact[] = [];
  let reminded = false;

  function tell(date: string): Act[] {
    const mine = pairedOn(ledger, life.county, account, date);
    if (mine.length === 0 || (telling && life.now() - telling.since < 12 * 60 * MINUTE)) return [];
    const missing = missingOf(ledger, life.county, account, date, quarterStart(date));
    const { talent, post } = dice.pick(missing.length > 0 && dice.chance(0.8) ? missing : mine);
    const { name, unit } = being.talent(talent);
    const sentence = dice.pick(sentences);
    const when = at(date, dice.pick(['10:30', '15:00', '16:30', '20:00']));
    const words = `${sentence.text(name, unit)}，说起${life.mark}，${dice.pick(topics)}`;
    if (dice.chance(0.05)) return [say(when, `今天去找${name}，没见上`)];
    const expected: ExpectedContact = {
      county: life.county,
      leader: account,
      talent,
      post,
      date: plus(date, -sentence.back),
      method: sentence.method,
      undone: false,
    };
    return [
      say(when, words, () => {
        if (telling) open.push(telling.expected);
        telling = { expected, step: 'card', since: life.now() };
      }),
    ];
  }

  function confirm(received: Received, current: Telling): Act[] {
    const words = wordsOf(received.message);
    const button = buttonsIn(received.message).find(({ label }) => label.startsWith('确认'));
    const { expected } = current;
    if (!button) return [];
    const { name } = being.talent(expected.talent);
    if (!shows(words, expected, name))
      life.broken(
        `${account}: the card does not say ${name}, ${expected.date}, ${expected.method}: ${words}`,
      );
    if (current.step === 'card' && dice.chance(0.06)) return correct(current);
    if (dice.chance(0.03)) return forget(current);
    current.step = 'confirmation';
    const confirmed = [expected, ...open.filter((one) => shows(words, one, being.talent(one.talent).name))];
    const done = (): void => {
      ledger.contacts.push(...confirmed);
      current.with = confirmed.length;
      open = [];
    };
    return dice.chance(0.75)
      ? [pressOn(soon(life.now()), received, button.token, done)]
      : [say(soon(life.now()), dice.pick(['对', '是的', '确认', '没错']), done)];
  }

  /** Leaves the card alone, or says that it is not to be kept. */
  function forget({ expected }: Telling): Act[] {
    telling = undefined;
    if (dice.chance(0.5)) {
      open.push(expected);
      return [];
    }
    return [
      say(soon(life.now()), '算了', () => {
        open = [];
      }),
    ];
  }

  /** Says it was otherwise; the next card must show it so. */
  function correct(current: Telling): Act[] {
    const expected = { ...current.expected };
    const other = expected.method === '电话' ? '微信' : '电话';
    return [
      say(soon(life.now()), `不对，是${other}联系`, () => {
        telling = { expected: { ...expected, method: other }, step: 'corrected', since: life.now() };
      }),
    ];
  }

  function recorded(current: Telling): Act[] {
    telling = undefined;
    reminded = false;
    if (current.with !== 1 || !dice.chance(0.04)) return [];
    return [
      say(soon(life.now(), 4), '/撤销', () => {
        current.expected.undone = true;
      }),
    ];
  }

  return {
    account,
    name: being.name,
    plans(date) {
      const silent = silence(date);
      if (silent) life.silent();
      if (silent || !isWorkday(date)) return dice.chance(0.003 * eager) ? tell(date) : [];
      const days = pairedOn(ledger, life.county, account, date).length;
      const share = (reminded ? 0.12 : 0.012) * eager * Math.max(1, days);
      if (dice.chance(share)) return tell(date);
      if (!dice.chance(0.006)) return [];
      return [
        say(
          at(date, '16:30'),
          dice.pick(['我这个季度还差谁', '/我联系谁', '/待办', '你好', '谢谢', '这个事情怎么弄']),
        ),
      ];
    },
    hears(received) {
      const words = wordsOf(received.message);
      if (received.message.title === '联系人才提醒') {
        reminded = true;
        return [];
      }
      if (received.message.title === '您联系的人才') {
        const today = dayOf(life.now());
        const missing = missingOf(ledger, life.county, account, today, quarterStart(today)).length;
        const told = /还差 (\d+) 位/u.exec(words)?.[1] ?? (words.includes('都联系过了') ? '0' : '?');
        if (Number(told) !== missing)
          life.broken(`${being.name} is told that ${told} are missing, and ${missing} are: ${words}`);
        return [];
      }
      if (telling?.step === 'confirmation' && words.includes('已记下')) return recorded(telling);
      if (telling && telling.step !== 'confirmation') return confirm(received, telling);
      return [];
    },
  };
}

/** Stretches of days in which nothing is heard of somebody: away on a course, ill, on leave. */
function silenceOf({ dice }: Being): (date: string) => boolean {
  const stretches = Array.from({ length: dice.between(0, 2) }, () => {
    const from = plus('2026-01-12', dice.between(0, 330));
    return { from, to: workdaysAfter(from, dice.between(5, 40)) ?? '2026-12-31' };
  });
  return (date) => stretches.some(({ from, to }) => date >= from && date <= to);
}
