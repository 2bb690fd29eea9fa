/** /记联系 <人> <一句话> */
import { takeCommand } from '../contacts/typed.ts';
import type { CommandHandler } from './handler.ts';

export const record: CommandHandler = ({ turn, state, given }) =>
  takeCommand(turn, state, given.人 ?? '', given.一句话 ?? '');
