/** Every dialogue's script. */
import { D01 } from './d01.ts';
import { D02 } from './d02.ts';
import { D03 } from './d03.ts';
import { D04 } from './d04.ts';
import { D05 } from './d05.ts';
import { D06 } from './d06.ts';
import { D07 } from './d07.ts';
import { D08 } from './d08.ts';
import { more } from './more/index.ts';
import type { Script } from './play.ts';

export const scripts: Readonly<Record<string, Script>> = { D01, D02, D03, D04, D05, D06, D07, D08, ...more };
