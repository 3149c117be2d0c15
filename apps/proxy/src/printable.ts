const UNPRINTABLE = /[^\x20-\x7e]/g;

/** Text of a stranger, fit for a row, a log line and a screen: plain ASCII, everything else escaped, clipped. */
export function printable(text: string, lengthMax: number): string {
  const clipped = text.slice(0, lengthMax);
  const escaped = clipped.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
  return escaped.slice(0, lengthMax);
}
