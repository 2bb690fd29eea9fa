/** Reading JSON text for showing. Pure. */

const deepest = 4;

/** A copy in which strings that hold a JSON object or list are that object or list. */
export function opened(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    if (depth >= deepest || !/^\s*[[{]/.test(value)) return value;
    try {
      return opened(JSON.parse(value), depth + 1);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map((item) => opened(item, depth));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, depth)]));
}

type Token = { kind: 'key' | 'string' | 'number' | 'word' | 'mark'; text: string };

/** Pieces of JSON text by kind; joined they are the text again. */
export function tokens(json: string): Token[] {
  const shape =
    /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([^"\d\-tfn]+|.)/gs;
  return [...json.matchAll(shape)].flatMap(([, text, colon, number, word, mark]): Token[] => {
    if (text !== undefined && colon !== undefined)
      return [
        { kind: 'key', text },
        { kind: 'mark', text: colon },
      ];
    if (text !== undefined) return [{ kind: 'string', text }];
    if (number !== undefined) return [{ kind: 'number', text: number }];
    if (word !== undefined) return [{ kind: 'word', text: word }];
    return [{ kind: 'mark', text: mark ?? '' }];
  });
}
