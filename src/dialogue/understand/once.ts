/** Stands for a reading that was made and found nothing. */
const NOTHING = Symbol('nothing');

/**
 * A reading of one place of a text, worked out once however many grammars ask
 * for it. Only the text read last is remembered.
 */
export function onceAt<T>(read: (s: string, i: number) => T): (s: string, i: number) => T {
  let text = '';
  let known: (T | typeof NOTHING | undefined)[] = [];
  return (s, i) => {
    if (s !== text) known = [];
    // Kept even where equal: the same string is compared at once, an equal one letter by letter.
    text = s;
    const before = known[i];
    if (before !== undefined) return before === NOTHING ? (undefined as T) : before;
    const found = read(s, i);
    known[i] = found === undefined ? NOTHING : found;
    return found;
  };
}

/** What follows from a thing, worked out once as long as the same thing is given. */
export function onceOf<K extends object, T>(work: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { found: T }>();
  return (of) => {
    const before = known.get(of) ?? { found: work(of) };
    known.set(of, before);
    return before.found;
  };
}
