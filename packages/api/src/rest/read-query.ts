import { done, invalid, type ProblemError, type Result } from "../problems.ts";

/** The fields of a query, each at most once. */
export function readQuery(query: URLSearchParams): Result<object> {
  const repeated: ProblemError[] = [];
  const fields = new Map<string, string>();
  for (const [name, value] of query) {
    if (fields.has(name)) repeated.push({ path: name, message: "May be given once." });
    fields.set(name, value);
  }
  // Read as one of them, a repeated filter would show other calls than the caller believes.
  return repeated.length > 0 ? invalid(repeated.slice(0, 20)) : done(Object.fromEntries(fields));
}
