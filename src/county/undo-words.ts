import type { CountyView } from './turn.ts';

/** How what was just done is taken back, after every answer to a write (domain.md 8). */
export const undoWords = ({ county }: { county: CountyView }): string =>
  `${county.settings.undoMinutes} 分钟内发“/撤销”可收回。`;
