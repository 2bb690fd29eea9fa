/**
 * User's words inside markup. A `text` message knows `<at>`, `<b>` and
 * `[t](url)` (feishu.md 4); card markdown knows much more, and takes HTML
 * entities for characters that are meant as they stand.
 */

/** For a `text` message. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('](', ']\u200b(');
}

/** For a card's markdown, on one line of it: line breaks become `<br>`. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[&<>*_~`[\]\\$|]/g, entity)
    .replaceAll(/^(\s*)([#+\-=]|\d+(?=[.)]))/gm, (_, blank: string, mark: string) => blank + entity(mark))
    .replaceAll(/:(?=[A-Za-z_]+:)/g, entity)
    .replaceAll(/\r?\n/g, '<br>');
}

function entity(chars: string): string {
  return [...chars].map((char) => `&#${char.codePointAt(0)};`).join('');
}
