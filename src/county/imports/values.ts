/** Single cells of a sheet. */
import { type RoleName, roleNames } from '../../dialogue/post.ts';

/** 11 digits; `masked` for 138****1234 of an earlier export, which says nothing; `wrong` for anything else. */
export function phoneIn(text: string | undefined): { phone?: string; fault?: string } {
  if (text === undefined || /\*/u.test(text)) return {};
  const digits = text.replaceAll(/[\s-]/gu, '').replace(/^(?:\+?86)/u, '');
  return /^1[3-9]\d{9}$/u.test(digits) ? { phone: digits } : { fault: '手机号不是 11 位手机号' };
}

/** 2026-01-12, 2026.1.12, 2026/1/12, 2026年1月12日 and 20260112 as a local date; undefined when it is none. */
export function dateIn(text: string): string | undefined {
  const match =
    /^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$/u.exec(text.replaceAll(/\s/gu, '')) ??
    undefined;
  if (!match) return undefined;
  const [, year = '', month = match[4] ?? '', day = match[5] ?? ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : undefined;
}

/** Roles a sheet may give; those of the office are given by its head alone (/授权). */
const givable: readonly RoleName[] = ['人才', '领导', '专员', '成员单位', '乡贤'];
const words: Readonly<Record<string, RoleName>> = {
  联系领导: '领导',
  县领导: '领导',
  人才服务专员: '专员',
  服务专员: '专员',
  联络员: '专员',
  单位联络员: '成员单位',
  在外乡贤: '乡贤',
};

export function rolesIn(text: string): { roles: RoleName[]; fault?: string } {
  const said = text.split(/[、,，;；/\s]+/u).filter(Boolean);
  const roles = said.map((word) => roleNames.find((name) => name === word) ?? words[word] ?? word);
  const office = roles.find((role) => role === '人才办' || role === '主任');
  if (office) return { roles: [], fault: `“${office}”要由主任用“/授权”开通，不能导入` };
  const unknown = roles.find((role) => !(givable as readonly string[]).includes(role));
  if (unknown) return { roles: [], fault: `没有“${unknown}”这个角色，可填：${givable.join('、')}` };
  return { roles: roles as RoleName[] };
}
