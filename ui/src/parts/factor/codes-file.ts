// The recovery codes as a text file to keep. Pure.

/** Whose codes they are, where they count, and the codes, a line each. */
export function codesFile(head: string, note: string, codes: readonly string[]): string {
  const lines = codes.map((code, i) => `${String(i + 1).padStart(2)}  ${code}`);
  return [head, '', ...lines, '', note, ''].join('\r\n');
}
