/** What one pass over a card counts and remembers. */
import { isRecord, type Json } from '../json.ts';
import { CardFault } from './fault.ts';

const maxElements = 200;
const maxTables = 5;

/** Where in the card a component stands. */
export interface Place {
  path: string[];
  /** Containers around it. */
  depth: number;
  /** Directly in body.elements. */
  root: boolean;
  form: FormState | undefined;
}

/** The form around a component. */
export interface FormState {
  submits: number;
}

export class Walk {
  readonly hasImage: (key: string) => boolean;
  #elements = 0;
  #tables = 0;
  #names = new Set<string>();
  #elementIds = new Set<string>();

  constructor(hasImage: (key: string) => boolean) {
    this.hasImage = hasImage;
  }

  /** Counts anything that has a tag: components and the text objects in them. */
  element(): void {
    this.#elements += 1;
    if (this.#elements > maxElements)
      throw new CardFault(300305, 'the number of card elements exceeds the limit 200');
  }

  tables(count: number): void {
    this.#tables += count;
    if (this.#tables > maxTables) throw new CardFault(11310, 'card table number over limit');
  }

  name(name: string, path: string[]): void {
    if (this.#names.has(name)) throw new CardFault(200621, `name ${name} is not unique`, path);
    this.#names.add(name);
  }

  elementId(id: unknown, path: string[]): void {
    if (id === undefined) return;
    if (typeof id !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,19}$/.test(id)) {
      throw new CardFault(200621, 'element_id must be a letter and up to 19 of [A-Za-z0-9_]', path);
    }
    if (this.#elementIds.has(id)) throw new CardFault(200621, `element_id ${id} is not unique`, path);
    this.#elementIds.add(id);
  }

  knownOnly(object: Json, known: ReadonlySet<string>, path: string[]): void {
    for (const key of Object.keys(object)) {
      if (!known.has(key)) {
        throw new CardFault(
          200621,
          `parse card json err, unknown property: ${key}, path: [${path.join(',')}]`,
          path,
        );
      }
    }
  }

  /** plain_text or lark_md with words in it. */
  textObject(value: unknown, path: string[], known: ReadonlySet<string>): void {
    if (!isRecord(value) || (value.tag !== 'plain_text' && value.tag !== 'lark_md')) {
      throw new CardFault(200621, 'a plain_text or lark_md object is needed', path);
    }
    this.element();
    this.knownOnly(value, known, path);
    if (typeof value.content !== 'string') throw new CardFault(200621, 'content must be a string', path);
  }
}
