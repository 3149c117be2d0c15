import type { IncomingHttpHeaders } from "node:http";
import type { Reception, SandboxRequest, SandboxVendor } from "../../sandbox.ts";
import { Accounts } from "./accounts.ts";
import { type AnswerContext, writeAnswer } from "./answers.ts";
import { readApiKey, refuseApiKey } from "./authentication.ts";
import { stripeRoutes } from "./catalogue.ts";
import { planExecution } from "./execution.ts";
import { newId } from "./ids.ts";
import { refuseKey } from "./key-refusals.ts";
import { readRequest } from "./read-request.ts";
import { invalid, type Reply, refused } from "./replies.ts";
import { noteParameters, readAskedFault } from "./request-note.ts";
import { Router } from "./routes.ts";

/**
 * A stateful stand-in for Stripe's API, spoken to by the official SDKs. Faults by magic value: `metadata[sandbox]`, or
 * a `description` that begins with `sandbox:`, names one of `sandbox/faults.ts`, such as `slow:1500`, `reset` or `500`.
 * Unlike Stripe it takes parameters that it does not know, and named test cards keep their name as id.
 */
export function createStripeSandbox(): SandboxVendor {
  const accounts = new Accounts();
  const router = new Router(stripeRoutes);
  return {
    name: "stripe",
    credential: readApiKey,
    receive: (request) => receive({ accounts, router }, request),
    reset: () => accounts.clear(),
  };
}

interface Stripe {
  readonly accounts: Accounts;
  readonly router: Router;
}

function receive(stripe: Stripe, request: SandboxRequest): Reception {
  const { method, path, headers } = request;
  const idempotencyKey = headerOf(headers, "idempotency-key");
  const context: AnswerContext = { requestId: newId("req_", 14), headers };
  let note = noteParameters({}, idempotencyKey);
  const refuse = (reply: Reply): Reception => ({
    kind: "refused",
    note,
    answer: writeAnswer(context, reply),
  });

  const apiKey = readApiKey(headers);
  const unauthorized = refuseApiKey(apiKey);
  if (unauthorized !== null || apiKey === null) return refuse(unauthorized ?? unrecognized(request));
  const match = stripe.router.match(method, path);
  if (match === null) return refuse(unrecognized(request));
  const read = readRequest(request);
  if (!read.ok) return refuse(refused(400, { type: "invalid_request_error", message: read.message }));
  const { record } = read;
  note = noteParameters(record, idempotencyKey);
  const asked = readAskedFault(record);
  if (asked === "unknown") {
    return refuse(invalid("metadata[sandbox]", "parameter_invalid_enum", "No such sandbox fault."));
  }

  const account = stripe.accounts.of(apiKey, headerOf(headers, "stripe-account") ?? "");
  const plan = { request, context, account, match, record };
  if (idempotencyKey === null || !honoursKeys(method, path)) {
    return { kind: "accepted", note, asked, execution: planExecution({ ...plan, held: null }) };
  }
  const endpoint = `${method} ${path}`;
  const first = { endpoint, fingerprint: read.fingerprint(), requestId: context.requestId };
  const keyed = account.keys.take(idempotencyKey, first);
  switch (keyed.kind) {
    case "first": {
      const held = { key: idempotencyKey, use: keyed.use };
      return { kind: "accepted", note, asked, execution: planExecution({ ...plan, held }) };
    }
    case "replay":
      return { kind: "replayed", note, answer: writeAnswer(context, keyed.outcome, keyed.first) };
    default:
      return refuse(refuseKey(keyed, endpoint, idempotencyKey));
  }
}

/** API v1 ignores keys on DELETE, v2 does not. */
function honoursKeys(method: string, path: string): boolean {
  return method === "POST" || (method === "DELETE" && path.startsWith("/v2/"));
}

function unrecognized(request: SandboxRequest): Reply {
  const target = `${request.method}: ${request.path.slice(0, 512)}`;
  const message = `Unrecognized request URL (${target}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
  return refused(404, { type: "invalid_request_error", message });
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}
