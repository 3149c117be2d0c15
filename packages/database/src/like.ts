/** A pattern for LIKE that finds the text as it stands: no character of it is a wildcard. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
