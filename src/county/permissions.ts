/** Who may do what: declared in one place. */
import type { Command } from '../dialogue/commands/declarations.ts';
import type { SpeakerPerson } from './turn.ts';

/** Whether a person (or a stranger) may use a command. The head of the office may do all that staff may. */
export function mayUse(command: Command, person: SpeakerPerson | undefined): boolean {
  return command.who.some((who) => {
    switch (who) {
      case '任何人':
        return true;
      case '人才办':
        return person?.roles.some((role) => role === '人才办' || role === '主任') ?? false;
      default:
        return person?.roles.includes(who) ?? false;
    }
  });
}

export const isStaff = (person: SpeakerPerson | undefined): boolean =>
  person?.roles.some((role) => role === '人才办' || role === '主任') ?? false;

export const isLeader = (person: SpeakerPerson | undefined): boolean =>
  person?.roles.includes('领导') ?? false;
