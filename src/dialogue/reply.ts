/**
 * What is said back, before anybody knows on which platform: the parts of a
 * message, with what a button means in place of the token it will be sent under.
 */

/** What pressing a button means. JSON; `for` says which part of the program made it. */
export type Payload = { for: string } & Record<string, unknown>;

export interface Choice {
  label: string;
  payload: Payload;
  style?: 'primary' | 'danger' | 'default';
  confirm?: string;
}

export type ReplyField = {
  name: string;
  label: string;
  required: boolean;
  error?: string;
  hint?: string;
} & (
  | { input: 'text' | 'paragraph'; value?: string; maxLength?: number }
  | { input: 'select'; options: string[]; value?: string }
  | { input: 'multi-select'; options: string[]; value?: string[] }
  | { input: 'date'; value?: string }
  | { input: 'datetime'; value?: string }
);

export type ReplyPart =
  | { type: 'text'; text: string }
  | { type: 'list'; ordered?: boolean; items: { label?: string; text: string }[] }
  | { type: 'table'; columns: string[]; rows: string[][] }
  | { type: 'figures'; items: { label: string; value: string; note?: string }[] }
  | { type: 'buttons'; buttons: Choice[] }
  | { type: 'form'; fields: ReplyField[]; submit: Choice }
  /** DingTalk takes xlsx, pdf, zip, rar, doc and docx alone (dingtalk.md 4.3). */
  | { type: 'file'; name: string; mime: string; bytes: Uint8Array };

export interface Reply {
  title?: string;
  tone?: 'plain' | 'good' | 'warn' | 'urgent';
  parts: ReplyPart[];
}

/** A reply of plain words. */
export const say = (text: string): Reply => ({ parts: [{ type: 'text', text }] });

/** A reply of words with buttons under them. */
export const ask = (text: string, buttons: Choice[]): Reply => ({
  parts: [
    { type: 'text', text },
    { type: 'buttons', buttons },
  ],
});

/** The words of a reply alone, for logs of tests and for channels that show nothing else. */
export function wordsOf(reply: Reply): string {
  return [reply.title, ...reply.parts.flatMap(linesOf)].filter(Boolean).join('\n');
}

function linesOf(part: ReplyPart): string[] {
  switch (part.type) {
    case 'text':
      return [part.text];
    case 'list':
      return part.items.map(
        (item, index) =>
          `${part.ordered ? `${index + 1}. ` : ''}${item.label ? `${item.label}：` : ''}${item.text}`,
      );
    case 'table':
      return [part.columns.join(' | '), ...part.rows.map((row) => row.join(' | '))];
    case 'figures':
      return part.items.map((item) => `${item.label} ${item.value}${item.note ? `（${item.note}）` : ''}`);
    case 'buttons':
      return [part.buttons.map((button) => `[${button.label}]`).join(' ')];
    case 'form':
      return [
        ...part.fields.map((field) => `${field.label}：${field.error ? `（${field.error}）` : ''}`),
        `[${part.submit.label}]`,
      ];
    case 'file':
      return [`[文件 ${part.name}]`];
  }
}
