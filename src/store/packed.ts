/**
 * Many byte strings as one parameter of a statement. A single `bytea` goes over
 * the wire as it is; in a list each would be written as hexadecimal digits,
 * which costs both sides more than the rest of the statement.
 *
 * In SQL the n-th is `substring(bytes from starts[n] for lengths[n])`, and null where its length is null.
 */
export interface Packed {
  bytes: Buffer;
  /** Counted from 1, as SQL does. */
  starts: number[];
  lengths: (number | null)[];
}

export function packed(items: readonly (Uint8Array | null)[]): Packed {
  const starts: number[] = [];
  let next = 1;
  for (const item of items) {
    starts.push(next);
    next += item?.length ?? 0;
  }
  return {
    bytes: Buffer.concat(items.filter((item) => item !== null)),
    starts,
    lengths: items.map((item) => item?.length ?? null),
  };
}
