/** The county's local date of a moment: Asia/Shanghai, without summer time. */
export const dateOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
