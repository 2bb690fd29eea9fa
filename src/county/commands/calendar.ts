/** /日历: how far the calendar of working days reaches, and the days off ahead. */
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { calendarLines } from '../calendar-file.ts';
import { type CommandHandler, replied } from './handler.ts';

export const calendar: CommandHandler = async ({ turn }) => {
  const today = dateOf(turn.now);
  const [reach = '', ...days] = await calendarLines(turn.tx, turn.county.id, today);
  const { validUntil } = turn.county.calendar;
  const past = validUntil > '1000' && validUntil < today ? '已经过期，请尽快导入新的安排。' : '';
  if (days.length === 0) return replied(turn, say(`${reach}${past}往后没有特别安排，周一至周五上班。`));
  return replied(turn, {
    title: '放假和调休',
    parts: [
      { type: 'text', text: `${reach}${past}以下是今天起的安排，其余周一至周五上班：` },
      { type: 'list', items: days.map((text) => ({ text })) },
    ],
  });
};
