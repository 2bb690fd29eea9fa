/** Edit distance of two short words, in characters. */
export function distance(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  let row = [0, ...y.map((_, index) => index + 1)];
  for (const [i, char] of x.entries()) {
    const next = [i + 1];
    for (const [j, other] of y.entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (char === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
