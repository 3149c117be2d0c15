/** How this sandbox reads a body: as loosely as any server might, so that what was hidden in it shows. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const textOf = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/**
 * Every address that might be read out of a value: lists in lists, objects, and texts that hold several, whichever
 * character parts them.
 */
export function addressesIn(value: unknown): string[] {
  if (typeof value === "string") {
    const parts = value.normalize("NFKC").split(/[,;\s<>"()[\]\\:|]+/u);
    return parts.filter((part) => part.includes("@")).flatMap((part) => splitDouble(part));
  }
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(addressesIn);
  return [];
}

/** `a@x.com&b@x.com` may be two to somebody: one for each at sign. */
const splitDouble = (part: string): string[] =>
  Array.from({ length: part.split("@").length - 1 }, (_, index) => (index === 0 ? part : `${part}#${index}`));

const recipientLines = /^(?:to|cc|bcc|resent-to|resent-cc|resent-bcc)$/i;
/** A header line that begins within the text of another. */
const smuggled = /[\r\n]\s*(?:to|cc|bcc)\s*:([^\r\n]*)/gi;

/** All recipients of an email that this sandbox can find: in its fields, in its own headers, in smuggled lines. */
export function countRecipients(email: Fields): number {
  const fields = [email.to, email.cc, email.bcc].flatMap(addressesIn).length;
  const headers = isFields(email.headers) ? Object.entries(email.headers) : [];
  const named = headers
    .filter(([name]) => recipientLines.test(name.trim()))
    .flatMap(([, value]) => addressesIn(value)).length;
  const texts = [email.subject, email.from, email.reply_to, ...headers.flat()].filter(
    (text) => typeof text === "string",
  );
  const hidden = texts
    .flatMap((text) => [...text.matchAll(smuggled)])
    .flatMap(([, rest]) => addressesIn(rest)).length;
  return fields + named + hidden;
}

/** ISO 8601, or `in 5 minutes`; null when it is neither. */
export function readTime(value: unknown, nowMs: number): number | null {
  if (typeof value !== "string") return null;
  const [, count, unit] = /^in (\d{1,4}) ?(sec|min|h|day)[a-z]*$/i.exec(value) ?? [];
  if (count !== undefined) {
    const unitMs = { sec: 1_000, min: 60_000, h: 3_600_000, day: 86_400_000 }[unit?.toLowerCase() ?? ""] ?? 0;
    return nowMs + Number(count) * unitMs;
  }
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : atMs;
}
