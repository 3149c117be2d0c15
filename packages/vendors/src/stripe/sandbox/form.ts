/** A decoded parameter: text, `a[]=` arrays, or `a[b]=` records (without a prototype). */
export type FormValue = string | FormValue[] | FormRecord;
export interface FormRecord {
  [name: string]: FormValue;
}

export type FormDecoded =
  | { readonly ok: true; readonly record: FormRecord }
  | { readonly ok: false; readonly message: string };

const PAIRS_MAX = 2_048;
const DEPTH_MAX = 32;

class Malformed extends Error {}

/**
 * Decodes a query string or form body as Rack 2 does, which Stripe's servers are built on: `&` and `;` separate, the
 * last of two equal names wins, `a[b]=` nests, `a[]=` appends, and `a[][b]=` opens a new element when the last one
 * has that name already. Written for this sandbox alone, so that it can disagree with the proxy's parser.
 */
export function decodeForm(text: string): FormDecoded {
  const record = newRecord();
  if (text === "") return { ok: true, record };
  try {
    const pairs = text.split(/[&;] */, PAIRS_MAX + 1);
    if (pairs.length > PAIRS_MAX) throw new Malformed("too many parameters");
    for (const pair of pairs) {
      if (pair === "") continue;
      const at = pair.indexOf("=");
      const name = unescapePart(at === -1 ? pair : pair.slice(0, at));
      assign(record, name, at === -1 ? "" : unescapePart(pair.slice(at + 1)), 0);
    }
    return { ok: true, record };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, message: error.message };
  }
}

/** Brings parsed JSON (API v2) into the same shape, numbers and booleans as text; nulls are left out. */
export function fromJson(value: unknown, depth = 0): FormValue | null {
  if (value === null || value === undefined || depth > DEPTH_MAX) return null;
  if (Array.isArray(value)) return value.flatMap((element) => fromJson(element, depth + 1) ?? []);
  if (typeof value !== "object") return String(value);
  const record = newRecord();
  for (const [name, child] of Object.entries(value)) {
    const decoded = fromJson(child, depth + 1);
    if (decoded !== null) record[name] = decoded;
  }
  return record;
}

/** One text for all orders of the same parameters; what idempotency keys compare. */
export function canonicalForm(value: FormValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalForm).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalForm(value[name] ?? "")}`).join(",")}}`;
}

export function newRecord(): FormRecord {
  return Object.create(null);
}

export function isRecord(value: FormValue | undefined): value is FormRecord {
  return typeof value === "object" && !Array.isArray(value);
}

function assign(target: FormRecord, name: string, value: string, depth: number): void {
  if (depth > DEPTH_MAX) throw new Malformed("parameters are nested too deeply");
  const match = /^[[\]]*([^[\]]+)\]*/.exec(name);
  const key = match?.[1];
  if (match === null || key === undefined) return;
  const rest = name.slice(match[0].length);
  if (rest === "") target[key] = value;
  else if (rest === "[") target[name] = value;
  else if (rest === "[]") arrayAt(target, key).push(value);
  else if (rest.startsWith("[]")) assignElement(arrayAt(target, key), rest.slice(2), value, depth);
  else assign(recordAt(target, key), rest, value, depth + 1);
}

function assignElement(elements: FormValue[], rest: string, value: string, depth: number): void {
  const child = /^\[([^[\]]+)\]$/.exec(rest)?.[1] ?? rest;
  const first = /^[[\]]*([^[\]]+)/.exec(child)?.[1] ?? child;
  const last = elements.at(-1);
  const open = isRecord(last) && last[first] === undefined ? last : newRecord();
  if (open !== last) elements.push(open);
  assign(open, child, value, depth + 1);
}

function arrayAt(target: FormRecord, key: string): FormValue[] {
  const present = target[key];
  if (Array.isArray(present)) return present;
  if (present !== undefined) throw new Malformed(`expected an array for param \`${key}'`);
  const fresh: FormValue[] = [];
  target[key] = fresh;
  return fresh;
}

function recordAt(target: FormRecord, key: string): FormRecord {
  const present = target[key];
  if (isRecord(present)) return present;
  if (present !== undefined) throw new Malformed(`expected a hash for param \`${key}'`);
  const fresh = newRecord();
  target[key] = fresh;
  return fresh;
}

function unescapePart(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new Malformed("invalid %-encoding");
  }
}
