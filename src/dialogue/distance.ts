/** Edit distance of two short words, in UTF-16 units. */
export function distance(a: string, b: string): number {
  // One row, written over from left to right: a mistyped command is compared with every word there is.
  const row: number[] = [];
  for (let j = 0; j <= b.length; j++) row.push(j);
  const at = (j: number): number => row[j] as number;
  for (let i = 0; i < a.length; i++) {
    const letter = a.charCodeAt(i);
    let before = at(0);
    row[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const changed = before + (letter === b.charCodeAt(j) ? 0 : 1);
      before = at(j + 1);
      row[j + 1] = Math.min(at(j) + 1, before + 1, changed);
    }
  }
  return at(b.length);
}
