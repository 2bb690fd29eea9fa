/** Empty sheets to fill in. */
import { workbookOf, XLSX } from '../ledgers/sheet.ts';
import { type Column, pairingColumns, peopleColumns } from './columns.ts';

export type SheetKind = 'pairings' | 'people';

export const sheetKinds: Readonly<
  Record<SheetKind, { name: string; also: readonly string[]; columns: readonly Column[]; notes: string[] }>
> = {
  pairings: {
    name: '结对名单',
    also: ['结对', '名单', '联系名单'],
    columns: pairingColumns,
    notes: [
      '一行一对：一名领导联系几名人才，就写几行。',
      '领导和人才按手机号认，没有手机号按姓名和单位认；库里没有的会新增。',
      '填了“解除日期”的那一对会解除，联系记录都保留。',
    ],
  },
  people: {
    name: '人员名单',
    also: ['人员', '人才名单', '人才'],
    columns: peopleColumns,
    notes: ['一行一人。', '按手机号认，没有手机号按姓名和单位认；库里有的更新，没有的新增。'],
  },
};

export const templateNamed = (words: string): SheetKind | undefined =>
  (Object.keys(sheetKinds) as SheetKind[]).find(
    (kind) => sheetKinds[kind].name === words.trim() || sheetKinds[kind].also.includes(words.trim()),
  );

export async function templateFile(
  kind: SheetKind,
): Promise<{ name: string; mime: string; bytes: Uint8Array }> {
  const { name, columns, notes } = sheetKinds[kind];
  const bytes = await workbookOf([
    { name, columns: columns.map((column) => column.name), rows: [] },
    {
      name: '填写说明',
      columns: ['栏目', '必填', '怎么填'],
      widths: [16, 8, 60],
      rows: [
        ...columns.map((column) => [column.name, column.required ? '必填' : '', column.hint]),
        ...notes.map((note) => ['说明', '', note]),
      ],
    },
  ]);
  return { name: `${name}模板.xlsx`, mime: XLSX, bytes };
}
