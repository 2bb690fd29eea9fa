import type { MessageView } from '../view.ts';

/** What the parts of a message need to be drawn and pressed. */
export interface Draw {
  message: MessageView;
  /** Who is looking. */
  account: string;
  /** The label being pressed; everything rests until it is answered. */
  busy: string | undefined;
  /** '' for an account nobody here has. */
  nameOf(account: string): string;
  press(label: string, form?: Record<string, string | string[]>): Promise<void>;
}
