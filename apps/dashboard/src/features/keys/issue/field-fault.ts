/** What is wrong with a field, and what may have been meant. */
export interface FieldFault {
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** By path: `daily_usd_cap`, `allowed_endpoints[0]`. */
export type Faults = ReadonlyMap<string, FieldFault>;

export function faultOf(message: string): FieldFault {
  return { message, suggestions: [] };
}

/** Whether a path is about this field, be it the whole of it or one entry. */
export function isAbout(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}[`) || path.startsWith(`${field}.`);
}
