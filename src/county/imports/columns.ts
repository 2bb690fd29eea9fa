/** The columns of the sheets that can be sent in, and the other words people head them with. */

export interface Column {
  name: string;
  also: readonly string[];
  required?: true;
  /** For the template. */
  hint: string;
}

export const pairingColumns = [
  { name: '联系领导', also: ['领导', '领导姓名', '县领导', '联系领导姓名'], required: true, hint: '姓名' },
  { name: '领导职务', also: ['职务', '现任职务'], hint: '如：县委常委、副县长' },
  {
    name: '人才姓名',
    also: ['人才', '姓名', '联系人才', '专家姓名', '联系对象'],
    required: true,
    hint: '姓名',
  },
  { name: '人才单位', also: ['单位', '工作单位', '所在单位'], hint: '同名时靠它分清' },
  { name: '人才职称', also: ['职称', '职称或职务', '人才职务'], hint: '如：教授' },
  { name: '人才手机', also: ['手机', '手机号', '联系电话', '电话'], hint: '11 位，可不填' },
  { name: '结对日期', also: ['结对时间', '开始日期', '起'], hint: '如：2026-01-12；不填就是今天' },
  { name: '解除日期', also: ['结束日期', '止', '解除时间'], hint: '填了就解除这一对' },
] as const satisfies Column[];

export const peopleColumns = [
  { name: '姓名', also: ['人才姓名', '名字'], required: true, hint: '姓名' },
  { name: '单位', also: ['工作单位', '人才单位', '所在单位'], hint: '工作单位' },
  { name: '职称或职务', also: ['职称', '职务', '人才职称'], hint: '如：高级工程师' },
  { name: '手机', also: ['手机号', '联系电话', '电话', '人才手机'], hint: '11 位，可不填' },
  { name: '角色', also: ['身份', '类别'], required: true, hint: '人才、领导、专员、成员单位或乡贤' },
] as const satisfies Column[];

export type PairingColumn = (typeof pairingColumns)[number]['name'];
export type PeopleColumn = (typeof peopleColumns)[number]['name'];

/** A heading as it is compared: no blanks, no brackets and what stands in them, no asterisk. */
export const bare = (heading: string): string =>
  heading.normalize('NFKC').replaceAll(/\(.*?\)|[\s*＊:：]/gu, '');
