import type { ContactMethod } from '../../dialogue/contact/methods.ts';

/** `talent` as talentCalled takes it; `entered` where it was told on a later day than that of the contact. */
export type Told = [date: string, method: ContactMethod, talent: string, notes: string, entered?: string];
