/**
 * Every refusal that the API can give, with its HTTP status and title (RFC 9457). Clients branch on the code, so a
 * code is never renamed or given another meaning.
 */
export const problems = {
  invalid_request: { status: 400, title: "The request is not valid" },
  malformed_json: { status: 400, title: "The body is not JSON" },
  unauthorized: { status: 401, title: "A service token is needed" },
  missing_scope: { status: 403, title: "The service token lacks a scope" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "The method is not allowed here" },
  call_not_unknown: { status: 409, title: "The call's outcome is not unknown" },
  call_retries_open: { status: 409, title: "Retries of the call are open" },
  credential_disabled: { status: 409, title: "The credential is disabled" },
  idempotency_conflict: { status: 409, title: "This Idempotency-Key was used before" },
  run_revoked: { status: 409, title: "The run is revoked" },
  too_many_vault_keys: { status: 409, title: "Too many live vault keys" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  internal_error: { status: 500, title: "Keybrake failed" },
  database_unreachable: { status: 503, title: "The database cannot be reached" },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problems;

/** One thing that is wrong with the input, at `path` (`allowed_endpoints[0]`; empty: the whole of it). */
export interface ProblemError {
  readonly path: string;
  readonly message: string;
  readonly suggestions?: readonly string[];
}

/** An expected refusal, as a value: what went wrong in words that a person or a model can act on. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly ProblemError[];
  /** The id of what the first request made, where a repeat is refused. */
  readonly id?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export type Refused = Extract<Result<never>, { ok: false }>;

export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Refuses with a code; `more` names the fields at fault or the first result of a repeated request. */
export function refuse(
  code: ProblemCode,
  detail: string,
  more: { readonly errors?: readonly ProblemError[]; readonly id?: string } = {},
): Refused {
  const { errors = [], ...rest } = more;
  return { ok: false, problem: { code, detail, errors, ...rest } };
}

/** Refuses the input because of these fields; the detail repeats the first, for clients that show nothing else. */
export function invalid(errors: readonly ProblemError[]): Refused {
  const [first] = errors;
  if (first === undefined) throw new Error("a refusal of input must name what is wrong");
  const detail = first.path === "" ? first.message : `${first.path}: ${first.message}`;
  return refuse("invalid_request", detail, { errors });
}

/** Refuses the input because of one field. */
export function invalidField(path: string, message: string, suggestions?: readonly string[]): Refused {
  return invalid([
    suggestions === undefined || suggestions.length === 0
      ? { path, message }
      : { path, message, suggestions },
  ]);
}

/** One answer for what does not exist and for what is another organization's. */
export function notFound(): Refused {
  return refuse("not_found", "There is nothing here that this service token can see.");
}
