/** Reading foreign JSON without trusting its shape. */

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Strings and numbers as text; anything else is ''. */
export function words(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** Only web addresses may become links. */
export function safeUrl(value: unknown): string | undefined {
  const url = words(value).trim();
  return /^https?:\/\//i.test(url) ? url : undefined;
}
