/**
 * Every refusal that the API can give, with its HTTP status and title (RFC 9457). Clients branch on the code, so a
 * code is never renamed or given another meaning.
 */
export const problems = {
  invalid_request: { status: 400, title: "The request is not valid" },
  malformed_json: { status: 400, title: "The body is not JSON" },
  unauthorized: { status: 401, title: "A service token is needed" },
  signed_out: { status: 401, title: "Nobody is signed in" },
  sign_in_failed: { status: 401, title: "The sign-in failed" },
  cross_site: { status: 403, title: "Another site sent this request" },
  missing_role: { status: 403, title: "Your role does not allow this" },
  no_organization: { status: 409, title: "No organization is chosen" },
  wrong_password: { status: 403, title: "The present password is another one" },
  role_above_own: { status: 403, title: "The role is above your own" },
  set_up_refused: { status: 403, title: "This cannot be set up like that" },
  invitation_for_another: { status: 403, title: "The invitation is for somebody else" },
  not_invited: { status: 403, title: "Nobody has invited this address" },
  account_not_connected: { status: 403, title: "The account is not connected to anybody here" },
  missing_scope: { status: 403, title: "The service token lacks a scope" },
  not_found: { status: 404, title: "Not found" },
  invitation_invalid: { status: 404, title: "The invitation is not valid" },
  method_not_allowed: { status: 405, title: "The method is not allowed here" },
  account_in_use: { status: 409, title: "The account is connected to somebody else" },
  already_member: { status: 409, title: "Already a member" },
  call_not_unknown: { status: 409, title: "The call's outcome is not unknown" },
  call_retries_open: { status: 409, title: "Retries of the call are open" },
  credential_changed: { status: 409, title: "The credential changed meanwhile" },
  credential_disabled: { status: 409, title: "The credential is disabled" },
  idempotency_conflict: { status: 409, title: "This Idempotency-Key was used before" },
  invitation_accepted: { status: 409, title: "The invitation was accepted" },
  last_way_in: { status: 409, title: "It is the only way to sign in" },
  last_owner: { status: 409, title: "The organization would be left without an owner" },
  no_password: { status: 409, title: "There is no password" },
  policy_archived: { status: 409, title: "The policy is archived" },
  policy_changed: { status: 409, title: "The policy has a newer version" },
  policy_name_taken: { status: 409, title: "Another policy has this name" },
  run_revoked: { status: 409, title: "The run is revoked" },
  too_many_invitations: { status: 409, title: "Too many open invitations" },
  too_many_organizations: { status: 409, title: "Too many organizations" },
  too_many_policy_versions: { status: 409, title: "Too many versions of the policy" },
  too_many_service_tokens: { status: 409, title: "Too many live service tokens" },
  too_many_vendor_versions: { status: 409, title: "Too many versions of the vendor" },
  too_many_vendors: { status: 409, title: "Too many vendors" },
  too_many_vault_keys: { status: 409, title: "Too many live vault keys" },
  vendor_archived: { status: 409, title: "The vendor is archived" },
  vendor_changed: { status: 409, title: "The vendor has a newer version" },
  vendor_name_taken: { status: 409, title: "Another vendor has this name" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  too_many_attempts: { status: 429, title: "Too many attempts" },
  internal_error: { status: 500, title: "Keybrake failed" },
  count_too_slow: { status: 503, title: "Counting takes too long" },
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
  return refuse("not_found", "There is nothing here that you can see.");
}
