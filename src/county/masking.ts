/** How personal values are shown (domain.md 5.1): whole only to whom they belong, or with a trace left. */

/** 138****5678 */
export const maskPhone = (phone: string): string =>
  phone.replace(/^(\+86)?(\d{3})\d{4}(\d{4})$/u, '$2****$3');

/** The last four of an ID number or account. */
export const maskTail = (value: string): string => (value.length > 4 ? `****${value.slice(-4)}` : '****');

/** 李** in a group. */
export const maskName = (name: string): string => name.slice(0, 1) + '*'.repeat(Math.max(1, name.length - 1));
