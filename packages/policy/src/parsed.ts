/** What a parser of outside input answers: the value, or a sentence that says what to write instead. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function unparsed(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
