/**
 * Words that must read as they are inside DingTalk's markdown, which documents
 * no escape. What people wrote must never become a link: a tapped dtmd link
 * speaks in the tapper's name.
 */

const breaker = '\u200B';

/**
 * Plain words as markdown: line breaks kept (two spaces before each), links,
 * images, tags and headings taken apart by an invisible character, and `*`,
 * which masks numbers here (138****1234), by its look-alike.
 */
export function plainMarkdown(words: string): string {
  return words
    .replace(/\r\n?/g, '\n')
    .replaceAll('*', '∗')
    .replace(/\](?=[([])/g, `]${breaker}`)
    .replace(/<(?=[a-z/!])/gi, `<${breaker}`)
    .replace(/^([^\S\n]*)([#>+-])(?=\s|[#>])/gm, `$1${breaker}$2`)
    .replace(/\n{3,}/g, '\n\n')
    .replace(/(?<!\n)\n(?!\n)/g, '  \n');
}

/** A label inside `[...](...)`. */
export function linkLabel(label: string): string {
  return plainMarkdown(label).replace(/\s+/g, ' ').replaceAll('[', '［').replaceAll(']', '］');
}
