/** Somebody of a county who has a chat with the bot: acts now and then, and reacts to what comes. */
import type { Message } from '../../src/channels/port.ts';
import type { Dice } from '../dice.ts';
import type { Ledger } from '../ledger.ts';
import type { Received } from '../platform.ts';

export type Deed =
  | { kind: 'say'; text: string }
  /** Presses a button of a message that was received. */
  | { kind: 'press'; token: string; messageId: string };

export interface Act {
  /** ms */
  at: number;
  deed: Deed;
  /** Called once the service has taken it in for good. */
  done?: () => void;
}

/** Where a person lives, and what everybody in a simulation shares. */
export interface Life {
  county: string;
  /** A word that stands in everything said in this county and in no other. */
  mark: string;
  ledger: Ledger;
  now(): number;
  /** Somebody lets a day go by in one of their long silences. */
  silent(): void;
  broken(what: string): void;
}

export interface Actor {
  readonly account: string;
  readonly name: string;
  /** What the person means to do on a day, asked each morning. */
  plans(date: string): Act[];
  /** What the person does about a message. */
  hears(received: Received): Act[];
}

export interface Being {
  life: Life;
  dice: Dice;
  account: string;
  name: string;
  id: string;
}

export const say = (at: number, text: string, done?: () => void): Act => ({
  at,
  deed: { kind: 'say', text },
  ...(done ? { done } : {}),
});

export const pressOn = (at: number, received: Received, token: string, done?: () => void): Act => ({
  at,
  deed: { kind: 'press', token, messageId: received.id },
  ...(done ? { done } : {}),
});

/** Buttons of a message, its form's among them. */
export const buttonsIn = (message: Message): { label: string; token: string }[] =>
  message.parts.flatMap((part) =>
    part.type === 'buttons' ? part.buttons : part.type === 'form' ? [part.submit] : [],
  );

export const MINUTE = 60_000;

/** So that people act together and the service has a crowd at once. */
export const soon = (now: number, minutes = 2): number => now + minutes * MINUTE;
