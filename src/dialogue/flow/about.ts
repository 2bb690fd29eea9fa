/**
 * Which matter a message is about when it names none: the words that files
 * declare (关于, and the words of choices that are inferred, 推) are looked for,
 * and each counts by its length. Below a threshold nothing is guessed.
 */
import type { Flow, FlowBook } from './flow.ts';
import { placeOf } from './phrases.ts';
import { deniedBefore } from './trigger.ts';

/** How well a message fits a matter. */
export interface Fit {
  flow: Flow;
  /** Characters of declared words found; a trigger counts three times. */
  score: number;
}

/** From here on a matter may begin without being asked about. */
export const SURE = 4;
/** From here on it is asked about. */
const LIKELY = 3;
/** A rival this close makes a question of it. */
const CLOSE = 1;

const cache = new WeakMap<Flow, readonly string[]>();

/** The words of a matter, the longest first. */
function wordsOf(flow: Flow): readonly string[] {
  const known = cache.get(flow);
  if (known) return known;
  const inferred = flow.fields.filter((field) => field.inferFrom !== undefined);
  const words = [
    ...flow.about,
    ...inferred.flatMap((field) => field.options.flatMap((option) => [option.label, ...option.words])),
  ].filter((word) => word.length >= 2 && word !== '其他');
  const sorted = [...new Set(words)].toSorted((a, b) => b.length - a.length);
  cache.set(flow, sorted);
  return sorted;
}

/** Every matter that the message has words of, the best first. */
export function fitsIn(text: string, flows: Iterable<Flow>): Fit[] {
  const message = text.normalize('NFKC');
  const fits: Fit[] = [];
  for (const flow of flows) {
    const score = scoreOf(message, flow);
    if (score > 0) fits.push({ flow, score });
  }
  return fits.toSorted((a, b) => b.score - a.score);
}

function scoreOf(message: string, flow: Flow): number {
  let left = message;
  let score = 0;
  for (const trigger of flow.triggers) {
    const at = left.indexOf(trigger);
    if (at >= 0 && !deniedBefore(left, at)) score = Math.max(score, Math.max(6, trigger.length * 3));
  }
  for (const word of wordsOf(flow)) {
    const place = placeOf(word, left);
    if (!place) continue;
    // A turn of phrase with room in it says more than its characters do.
    score += word.replace('…', '').length + (word.includes('…') ? 2 : 0);
    left = `${left.slice(0, place[0])}\u0000${left.slice(place[1])}`;
  }
  return score;
}

/** What a message is about: one matter for sure, a few to choose among, or none. */
export type About = { is: 'sure'; flow: Flow } | { is: 'doubt'; flows: Flow[] } | { is: 'none' };

/** Weighs the fits. `may`: whether the speaker may use a matter here; others are left out. */
export function aboutOf(text: string, book: FlowBook, may: (flow: Flow) => boolean): About {
  const fits = fitsIn(
    text,
    [...book.values()].filter((flow) => may(flow)),
  );
  const [best] = fits;
  if (!best || best.score < LIKELY) return { is: 'none' };
  const rivals = fits.filter(({ score }) => score >= best.score - CLOSE && score >= LIKELY);
  if (best.score >= SURE && rivals.length === 1) return { is: 'sure', flow: best.flow };
  return { is: 'doubt', flows: rivals.slice(0, 3).map(({ flow }) => flow) };
}

/** Words that begin another matter in one breath. */
const NEXT =
  /(?:[，,。；;！!\s]|^)(?:还有(?:就是|一件事?|一个)?|另外|再就是|再一个|其次|第二[件个]?事?|第三[件个]?事?|顺便(?:问下|问一下)?|对了|也想|还想)(?=.{2})[，,：:、\s]*/gu;

/** The stretches of a message that each raise a matter of their own, in order; one when there is only one. */
export function topicsIn(
  text: string,
  book: FlowBook,
  may: (flow: Flow) => boolean,
): { flow: Flow; text: string }[] {
  const pieces = text.split(NEXT).filter((piece) => piece.trim() !== '');
  if (pieces.length < 2) return [];
  const topics: { flow: Flow; text: string }[] = [];
  for (const piece of pieces) {
    const about = aboutOf(piece, book, may);
    const last = topics.at(-1);
    if (about.is === 'sure' && (last?.flow !== about.flow || isAnother(about.flow, last.text, piece)))
      topics.push({ flow: about.flow, text: piece });
    else if (last) last.text += `，${piece}`;
  }
  return topics;
}

/** A matter raised behind the one in hand by 还有, 另外 and the like, and what the message says beside it. */
export function raisedIn(
  text: string,
  book: FlowBook,
  may: (flow: Flow) => boolean,
  inHand: Flow,
): { flow: Flow; text: string; rest: string } | undefined {
  const cue = [...text.matchAll(NEXT)].at(-1);
  if (!cue) return undefined;
  const piece = text.slice(cue.index + cue[0].length);
  const about = aboutOf(piece, book, may);
  if (about.is !== 'sure' || about.flow === inHand) return undefined;
  return { flow: about.flow, text: piece, rest: text.slice(0, cue.index) };
}

/** Two stretches of one matter are two cases of it when they belong to different kinds (住房, 子女入学). */
function isAnother(flow: Flow, one: string, other: string): boolean {
  const kinds = (text: string): string[] =>
    flow.fields
      .filter((field) => field.inferFrom !== undefined)
      .flatMap((field) =>
        field.options.flatMap(({ label, words }) =>
          [label, ...words].some((word) => text.includes(word)) ? [label] : [],
        ),
      );
  const before = kinds(one);
  const after = kinds(other);
  return before.length > 0 && after.length > 0 && after.every((kind) => !before.includes(kind));
}

/** What a matter's file answers to a question about it. */
export function answeredBy(flow: Flow, text: string): string | undefined {
  return flow.answers.find(({ words }) => words.some((word) => placeOf(word, text) !== undefined))?.says;
}
