import { prototypeNames, strictUtf8 } from "../form.ts";

/** Twilio's forms are flat, and a list is a name that is repeated (`MediaUrl=…&MediaUrl=…`). */
export type Form = ReadonlyMap<string, readonly string[]>;

export type FormResult =
  | { readonly ok: true; readonly form: Form }
  /** `problem` completes the sentence "The body …", and is safe to show. */
  | { readonly ok: false; readonly problem: string };

const pairsMax = 500;
/** `Details.Fields`, `StartTime>`, `Parameter1.Name`: what the SDKs send, and nothing that another parser could nest. */
const nameShape = /^[A-Za-z][A-Za-z0-9_.-]{0,99}[<>]?$/;

/** Reads a form from its bytes. What could be read in two ways is refused; what is sent on is written anew. */
export function parseFlatForm(bytes: Uint8Array): FormResult {
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch {
    return { ok: false, problem: "is not valid UTF-8" };
  }
  const form = new Map<string, string[]>();
  if (text === "") return { ok: true, form };
  const pairs = text.split("&", pairsMax + 1);
  if (pairs.length > pairsMax) return { ok: false, problem: `has more than ${pairsMax} fields` };
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals === -1) return { ok: false, problem: "has an empty field, or one without `=`" };
    const name = decode(pair.slice(0, equals));
    const value = decode(pair.slice(equals + 1));
    if (name === null || value === null) {
      return { ok: false, problem: "has a percent sign that does not encode UTF-8" };
    }
    if (!nameShape.test(name) || prototypeNames.has(name)) {
      return { ok: false, problem: "has a field name that is malformed" };
    }
    if (value.includes("\0")) return { ok: false, problem: "holds a NUL character" };
    const values = form.get(name);
    if (values === undefined) form.set(name, [value]);
    else values.push(value);
  }
  return { ok: true, form };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

/** Writes a form the one way that `parseFlatForm` reads back as the same form. */
export function serialiseFlatForm(form: Form): string {
  return [...form]
    .flatMap(([name, values]) =>
      values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    )
    .join("&");
}

/** The one value of a field; undefined where it is absent. */
export const textOf = (form: Form, name: string): string | undefined => form.get(name)?.[0];
