/** The run's id from its address, whose segments come as they stand there. Null for what can be none. */
export function readRunPath(segments: readonly string[]): string | null {
  try {
    return segments.map(decodeURIComponent).join("/");
  } catch {
    return null;
  }
}
