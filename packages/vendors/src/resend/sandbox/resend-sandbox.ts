import { hash, randomUUID } from "node:crypto";
import type { Reception, SandboxRequest, SandboxVendor } from "../../sandbox.ts";
import { Accounts } from "./account.ts";
import { readApiKey, refuseApiKey } from "./authentication.ts";
import { broadcastRoutes } from "./broadcasts.ts";
import { contactRoutes } from "./contacts.ts";
import { emailRoutes } from "./emails.ts";
import { planExecution, writeAnswer } from "./execution.ts";
import type { KeyUse } from "./idempotency.ts";
import { readAskedFault } from "./injected.ts";
import { organizationRoutes } from "./organization.ts";
import { countRecipients, isFields } from "./reading.ts";
import { invalid, type Reply, refused } from "./replies.ts";
import { type RouteMatch, Router } from "./routes.ts";

/**
 * A stateful stand-in for Resend's API, spoken to by the official SDKs. Faults by magic value: a tag named `sandbox`
 * whose value is one of `sandbox/faults.ts`, such as `reset` or `slow-1500`. Unlike Resend it takes whatever looks like
 * a recipient, wherever it stands, and counts it.
 */
export function createResendSandbox(): SandboxVendor {
  const accounts = new Accounts();
  const router = new Router([...emailRoutes, ...contactRoutes, ...broadcastRoutes, ...organizationRoutes]);
  return {
    name: "resend",
    credential: readApiKey,
    receive: (request) => receive({ accounts, router }, request),
    reset: () => accounts.clear(),
  };
}

interface Resend {
  readonly accounts: Accounts;
  readonly router: Router;
}

const keyed: ReadonlySet<string> = new Set(["POST /emails", "POST /emails/batch"]);

function receive({ accounts, router }: Resend, request: SandboxRequest): Reception {
  const requestId = randomUUID();
  const header = request.headers["idempotency-key"];
  const idempotencyKey = typeof header === "string" ? header : null;
  let note: Reception["note"] = { idempotencyKey, amountMinor: null, currency: null };
  const refuse = (reply: Reply): Reception => ({
    kind: "refused",
    note,
    answer: writeAnswer(requestId, reply),
  });

  const apiKey = readApiKey(request.headers);
  const match = router.match(request.method, request.path);
  const unauthorized = refuseApiKey(apiKey, match?.name ?? "");
  if (unauthorized !== null) return refuse(unauthorized);
  if (match === null || apiKey === null)
    return refuse(refused(404, "not_found", "The requested endpoint does not exist."));
  const read = readJson(request.body);
  if (!read.ok) return refuse(refused(400, "validation_error", "The request body is not valid JSON."));
  note = { ...note, amountMinor: countAll(match, read.body) };
  const asked = readAskedFault(read.body);
  if (asked === "unknown") return refuse(invalid("No such sandbox fault."));

  const account = accounts.of(apiKey);
  const call = {
    account,
    ids: match.ids,
    query: new URLSearchParams(request.query),
    body: read.body,
    isPermissive: request.headers["x-batch-validation"] === "permissive",
  };
  const plan = { requestId, match, call, keys: account.keys };
  if (idempotencyKey === null || !keyed.has(match.name)) {
    return { kind: "accepted", note, asked, execution: planExecution({ ...plan, held: null }) };
  }
  const fingerprint = hash("sha256", `${match.name}\n${JSON.stringify(read.body)}`);
  const use = account.keys.take(idempotencyKey, fingerprint);
  if (use.kind === "first") {
    const held = { key: idempotencyKey, use: use.use };
    return { kind: "accepted", note, asked, execution: planExecution({ ...plan, held }) };
  }
  // Nothing in the answer tells that it is repeated: Resend has no header for it.
  if (use.kind === "replay")
    return { kind: "replayed", note, answer: writeAnswer(requestId, use.outcome, true) };
  return refuse(keyRefusals[use.kind]);
}

const keyRefusals: Readonly<Record<Exclude<KeyUse["kind"], "first" | "replay">, Reply>> = {
  invalid: refused(400, "invalid_idempotency_key", "The idempotency key must be between 1-256 chars."),
  running: refused(
    409,
    "concurrent_idempotent_requests",
    "Another request with the same idempotency key is currently in progress",
  ),
  other_payload: refused(
    409,
    "invalid_idempotent_request",
    "This idempotency key was already used with a different request payload",
  ),
};

function readJson(body: Buffer): { readonly ok: true; readonly body: unknown } | { readonly ok: false } {
  if (body.length === 0) return { ok: true, body: undefined };
  try {
    return { ok: true, body: JSON.parse(body.toString("utf8")) };
  } catch {
    return { ok: false };
  }
}

/** For the log: how many recipients the sandbox itself counts, where the call sends. */
function countAll({ name }: RouteMatch, body: unknown): number | null {
  if (!keyed.has(name)) return null;
  const emails: unknown[] = Array.isArray(body) ? body : [body];
  return emails.filter(isFields).reduce<number>((sum, email) => sum + countRecipients(email), 0);
}
