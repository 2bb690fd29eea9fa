/** Markup inside a line, read into a tree. Pure. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic' | 'strike' | 'underline'; content: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'colour'; colour: string; content: Inline[] }
  | { kind: 'tag'; colour: string; content: Inline[] }
  | { kind: 'at'; id: string; name: string }
  | { kind: 'link'; label: string; url: string }
  | { kind: 'image'; label: string; source: string };

interface Rule {
  shape: RegExp;
  make: (groups: (string | undefined)[]) => Inline | undefined;
}

const nested =
  (kind: 'bold' | 'italic' | 'strike' | 'underline') =>
  (groups: (string | undefined)[]): Inline => ({
    kind,
    content: inlines(groups[0] ?? ''),
  });

/** At one place the first that fits wins. */
const rules: Rule[] = [
  { shape: /\\([\\`*_{}[\]()#+\-.!>~|<@])/, make: ([text = '']) => ({ kind: 'text', text }) },
  {
    shape: /<at (?:user_)?id=["']?([^"'>\s]+)["']?\s*>([^<]*)<\/at>/,
    make: ([id = '', name = '']) => ({ kind: 'at', id, name: decoded(name) }),
  },
  {
    shape: /<font color=["']?([#\w-]+)["']?\s*>([\s\S]*?)<\/font>/,
    make: ([colour = '', text = '']) => ({ kind: 'colour', colour, content: inlines(text) }),
  },
  {
    shape: /<text_tag color=["']?([\w-]+)["']?\s*>([\s\S]*?)<\/text_tag>/,
    make: ([colour = '', text = '']) => ({ kind: 'tag', colour, content: inlines(text) }),
  },
  { shape: /<(?:b|strong)>([\s\S]*?)<\/(?:b|strong)>/, make: nested('bold') },
  { shape: /<(?:i|em)>([\s\S]*?)<\/(?:i|em)>/, make: nested('italic') },
  { shape: /<u>([\s\S]*?)<\/u>/, make: nested('underline') },
  { shape: /<s>([\s\S]*?)<\/s>/, make: nested('strike') },
  { shape: /`([^`\n]+)`/, make: ([text = '']) => ({ kind: 'code', text: decoded(text) }) },
  {
    shape: /!\[([^\]]*)\]\(([^)\s]+)\)/,
    make: ([label = '', source = '']) => ({ kind: 'image', label: decoded(label), source }),
  },
  {
    shape: /\[((?:\\.|[^\]\\])+)\]\(([^)\s]+)\)/,
    make: ([label = '', url = '']) => ({
      kind: 'link',
      label: decoded(label.replace(/\\(.)/g, '$1')),
      url: decoded(url),
    }),
  },
  { shape: /\*\*(?=\S)([\s\S]*?\S)\*\*/, make: nested('bold') },
  { shape: /~~(?=\S)([\s\S]*?\S)~~/, make: nested('strike') },
  { shape: /\*(?=[^\s*])([^*\n]*?[^\s*])\*/, make: nested('italic') },
  {
    shape: /(https?:\/\/[^\s<>()（），。；、“”]+)/,
    make: ([url = '']) => ({ kind: 'link', label: url, url }),
  },
  { shape: /(\n)/, make: () => ({ kind: 'break' }) },
];

const any = new RegExp(rules.map(({ shape }) => `(?:${shape.source})`).join('|'));

/** The first piece of markup, what stands before it, and what is left. */
function next(source: string): { before: string; piece: Inline | undefined; rest: string } | undefined {
  const place = any.exec(source);
  if (place === null) return undefined;
  const here = source.slice(place.index);
  for (const { shape, make } of rules) {
    const match = new RegExp(`^(?:${shape.source})`).exec(here);
    if (match === null) continue;
    const piece = make(match.slice(1));
    return { before: source.slice(0, place.index), piece, rest: here.slice(match[0].length) };
  }
  return undefined;
}

/** Never throws; markup that is not closed is words. */
export function inlines(source: string): Inline[] {
  const found: Inline[] = [];
  let rest = source;
  for (let step = next(rest); step !== undefined; step = next(rest)) {
    if (step.before !== '') found.push({ kind: 'text', text: decoded(step.before) });
    if (step.piece !== undefined) found.push(step.piece);
    rest = step.rest;
  }
  if (rest !== '') found.push({ kind: 'text', text: decoded(rest) });
  return found;
}

/** Plain words: only line breaks, mentions and web addresses mean something. */
export function plainInlines(source: string): Inline[] {
  const shape =
    /<at (?:user_)?id=["']?([^"'>\s]+)["']?\s*>([^<]*)<\/at>|(https?:\/\/[^\s<>()（），。；、“”]+)|(\n)/g;
  const found: Inline[] = [];
  let from = 0;
  for (const match of source.matchAll(shape)) {
    if (match.index > from) found.push({ kind: 'text', text: source.slice(from, match.index) });
    const [, id, name = '', url] = match;
    if (id !== undefined) found.push({ kind: 'at', id, name });
    else if (url !== undefined) found.push({ kind: 'link', label: url, url });
    else found.push({ kind: 'break' });
    from = match.index + match[0].length;
  }
  if (from < source.length) found.push({ kind: 'text', text: source.slice(from) });
  return found;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** HTML entities as characters. The result is only ever drawn as text. */
export function decoded(source: string): string {
  return source.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
