/** The scripts of `more.yaml`. */
import type { Script } from '../play.ts';
import { E01 } from './e01.ts';
import { E02 } from './e02.ts';
import { E03 } from './e03.ts';
import { E04 } from './e04.ts';
import { E05 } from './e05.ts';
import { E06 } from './e06.ts';
import { E07 } from './e07.ts';
import { E08 } from './e08.ts';

export const more: Readonly<Record<string, Script>> = { E01, E02, E03, E04, E05, E06, E07, E08 };
