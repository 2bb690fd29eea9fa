/** /结对, /解除, /换人, /必访: the office keeps the list of pairings. */

import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { noteChange } from '../changes.ts';
import { askToConfirm } from '../handover.ts';
import { type MustReason, mustVisit } from '../must-visits.ts';
import { officersOf } from '../officers.ts';
import { beginPairing, endPairings, passOn } from '../pairing-changes.ts';
import { pairingsOf } from '../pairings.ts';
import { fullTitle } from '../people.ts';
import type { Turn } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';
import { bothOf, onlyOne } from './named.ts';

/** `/结对 <领导> <人才>` */
export const pair: CommandHandler = async ({ turn, given }) => {
  const people = await bothOf(turn, '结对', [given.领导 ?? '', '领导'], [given.人才 ?? '', '人才']);
  if ('parts' in people) return replied(turn, people);
  const [leader, talent] = people;
  const now = await pairingsOf(turn.tx, turn.county.id, leader.id, dateOf(turn.now));
  if (now.some((pairing) => pairing.talent.id === talent.id)) {
    return replied(turn, say(`${leader.name}—${talent.name}已经结对了。`));
  }
  const id = await beginPairing(turn, { post: leader.title, leaderId: leader.id, talentId: talent.id });
  await noteChange(turn, `pairing:${id}`, `结对 ${leader.name}—${talent.name}`, {
    kind: 'pairings',
    made: [id],
    before: [],
  });
  await mustVisit(turn, talent.id, '新任联系领导');
  const { warnAbove } = turn.county.settings.C1;
  const many =
    now.length + 1 > warnAbove
      ? `请注意：${leader.name}现在联系 ${now.length + 1} 位，超过 ${warnAbove} 位。`
      : '';
  return {
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: say(`已结对：${leader.name}—${talent.name}。${many}${undoWords(turn)}`),
      },
      {
        to: { person: leader.id },
        reply: say(
          `${leader.name}同志，县里安排您联系${fullTitle(talent)}。发“/准备 ${talent.name}”看看情况。`,
        ),
      },
      {
        to: { person: talent.id },
        reply: say(`您的联系领导是${leader.title}${leader.name}同志。有困难和建议，随时告诉我。`),
      },
    ],
  };
};

/** `/解除 <领导> <人才> <原因>` */
export const release: CommandHandler = async ({ turn, given }) => {
  const people = await bothOf(
    turn,
    '解除',
    [given.领导 ?? '', '领导'],
    [given.人才 ?? '', '人才'],
    given.原因,
  );
  if ('parts' in people) return replied(turn, people);
  const [leader, talent] = people;
  const rows = await openPairings(turn, leader.id, talent.id);
  if (rows.length === 0) return replied(turn, say(`${leader.name}—${talent.name}没有结对，不用解除。`));
  const reason = given.原因 ?? '';
  await endPairings(turn, rows, reason);
  return {
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: say(
          `已解除：${leader.name}—${talent.name}（${reason}）。以往的记录都留着。${undoWords(turn)}`,
        ),
      },
      {
        to: { person: leader.id },
        reply: say(`您和${talent.name}的结对已解除（${reason}），以后不再提醒您联系。`),
      },
    ],
  };
};

/** `/换人 <原领导> <新领导>` */
export const handOver: CommandHandler = async ({ turn, given }) => {
  const people = await bothOf(turn, '换人', [given.原领导 ?? '', '领导'], [given.新领导 ?? '', '领导']);
  if ('parts' in people) return replied(turn, people);
  const [from, to] = people;
  if (from.id === to.id) return replied(turn, say('原领导和新领导是同一个人，请核对。'));
  const rows = await openPairings(turn, from.id);
  if (rows.length === 0) return replied(turn, say(`${from.name}名下没有结对，不用换人。`));
  const held = await pairingsOf(turn.tx, turn.county.id, to.id, dateOf(turn.now));
  const talents = rows.map(({ talent }) => talent.name);
  const made = await passOn(turn, rows, to);
  const card = await askToConfirm(turn, made, { from: from.name, to: to.name, talents });
  const officers = await officersOf(turn, from.id);
  if (officers.length > 0)
    card.parts.splice(1, 0, {
      type: 'text',
      text: `${from.name}的联络员是${officers.join('、')}。要接着服务${to.name}，请发“/联络员 ${to.name} ${officers[0]}”。`,
    });
  const total = held.length + rows.length;
  const { warnAbove } = turn.county.settings.C1;
  if (total > warnAbove) {
    card.parts.splice(1, 0, {
      type: 'text',
      text: `请注意：${to.name}将联系 ${total} 位，超过 ${warnAbove} 位。`,
    });
  }
  return replied(turn, card);
};

/** `/必访 <人才> <事由>` */
export const visit: CommandHandler = async ({ turn, given }) => {
  const wanted = given.事由 ?? '';
  const reason: MustReason = /病|医|伤/u.test(wanted)
    ? '生病住院'
    : /新/u.test(wanted)
      ? '新任联系领导'
      : /问题|出事/u.test(wanted)
        ? '出现问题'
        : '有困难';
  const found = await onlyOne(turn, given.人才 ?? '', '人才', (id) => `/必访 #${id} ${wanted}`);
  if ('parts' in found) return replied(turn, found);
  const { leaders, timers } = await mustVisit(turn, found.id, reason);
  if (leaders === 0) return replied(turn, say(`${found.name}目前没有联系领导，请先结对。`));
  if (timers.length === 0)
    return replied(turn, say(`${found.name}这件事（${reason}）已经安排过提示，不用重复。`));
  await noteChange(turn, `person:${found.id}`, `提示必访 ${found.name}（${reason}）`, {
    kind: 'visit',
    timers,
  });
  return replied(
    turn,
    say(
      `已安排提示${found.name}的联系领导（${reason}），${turn.county.settings.C5} 个工作日内看望。${undoWords(turn)}`,
    ),
  );
};

const openPairings = (turn: Turn, leaderId: string, talentId?: string) =>
  turn.tx.pairing.findMany({
    where: { countyId: turn.county.id, leaderId, to: null, ...(talentId ? { talentId } : {}) },
    include: { leader: true, talent: true },
  });
