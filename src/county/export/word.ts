/** A Word document of headings and lines: both platforms let it be sent and opened (dingtalk.md 4.3). */
import { zipOf } from './zip.ts';

export const WORD_MIME = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface Paragraph {
  text: string;
  heading?: true;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

const types = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${WORD_MIME}.main+xml"/></Types>`;
const relations = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`;

/** The bytes of a .docx. Characters XML cannot hold are left out. */
export function wordOf(paragraphs: readonly Paragraph[]): Uint8Array {
  const body = paragraphs.map(paragraph).join('');
  return zipOf([
    { name: '[Content_Types].xml', text: types },
    { name: '_rels/.rels', text: relations },
    {
      name: 'word/document.xml',
      text: `${HEAD}<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
    },
  ]);
}

const paragraph = ({ text, heading }: Paragraph): string =>
  `<w:p><w:r>${heading ? '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>' : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;

const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
