/**
 * Buttons without a template: a tap on a dtmd link makes the person send the
 * text "LABEL #TOKEN", which comes back as an ordinary message (dingtalk.md 5.5).
 */

/** "+" stands for the space on clients that do not decode it in links. */
const press = /^(.{0,40}?)[\s+]*#([A-Za-z0-9]{8,40})$/u;

/** The token of a tapped button, when the whole text is one. */
export function pressedToken(words: string): string | undefined {
  return press.exec(words.trim().replace(/^@[^\s@]+\s+/u, ''))?.[2];
}
