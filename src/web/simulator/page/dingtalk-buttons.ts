/** Reading an action card's buttons. Pure. */
import { list, record, words } from './read.ts';

export interface CardButton {
  label: string;
  url: string;
}

const mostNumbered = 6;

/** In the order they are shown: btns, the single one, then the numbered ones. */
export function buttonsOf(content: Record<string, unknown>): CardButton[] {
  const numbered = Array.from({ length: mostNumbered }, (_, index) => [
    { label: content[`actionTitle${index + 1}`], url: content[`actionURL${index + 1}`] },
    { label: content[`buttonTitle${index + 1}`], url: content[`buttonUrl${index + 1}`] },
  ]).flat();
  return [
    ...list(content.btns)
      .map(record)
      .map(({ title, actionURL }) => ({ label: title, url: actionURL })),
    { label: content.singleTitle, url: content.singleURL },
    ...numbered,
  ]
    .map(({ label, url }) => ({ label: words(label), url: words(url) }))
    .filter(({ label }) => label !== '');
}

/** The buttons of an interactive card stand in a JSON text among its values. */
export function templateButtons(values: Record<string, unknown>): CardButton[] {
  try {
    const { msgButtons } = record(JSON.parse(words(values.sys_full_json_obj) || '{}'));
    return list(msgButtons)
      .map(record)
      .map(({ text, url }) => ({ label: words(text), url: words(url) }));
  } catch {
    return [];
  }
}
