const ENTRIES_MAX = 500;

/** Reads a pasted allowlist: an entry a line, or the JSON array out of a request or a policy. */
export function readEndpointList(text: string): string[] {
  const entries = fromJson(text) ?? text.split(/\r?\n/).map(bare);
  return [...new Set(entries.filter((entry) => entry !== ""))].slice(0, ENTRIES_MAX);
}

function fromJson(text: string): string[] | null {
  if (!text.trimStart().startsWith("[")) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((entry) => typeof entry === "string")
      ? list.map((entry) => entry.trim())
      : null;
  } catch {
    return null;
  }
}

/** A line of a JSON or YAML list without its dash, quotes and comma. */
function bare(line: string): string {
  return line
    .trim()
    .replace(/^-\s+/, "")
    .replace(/,$/, "")
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
}
