/** Edit distance of two short words, in characters. */
export function distance(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  // One row, written over from left to right: a mistyped command is compared with every word there is.
  const row = Uint32Array.from({ length: y.length + 1 }, (_, j) => j);
  const at = (j: number): number => row[j] as number;
  for (let i = 0; i < x.length; i++) {
    let before = at(0);
    row[0] = i + 1;
    for (let j = 0; j < y.length; j++) {
      const changed = before + (x[i] === y[j] ? 0 : 1);
      before = at(j + 1);
      row[j + 1] = Math.min(at(j) + 1, before + 1, changed);
    }
  }
  return at(y.length);
}
