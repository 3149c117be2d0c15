import { type Fault, type RefusalFault, readMagicFault } from "../../sandbox/faults.ts";
import type { Execution, Reception, SandboxAnswer, SandboxRequest, SandboxVendor } from "../../sandbox.ts";
import { Account } from "./account.ts";
import { accountOf, readLogin, refuseLogin } from "./authentication.ts";
import type { ApiCall } from "./call.ts";
import { newSid } from "./ids.ts";
import { notFound, type Reply, refused } from "./replies.ts";
import { matchRoute } from "./routes.ts";

const ACCOUNTS_MAX = 10_000;
/** A fault by magic value: `StatusCallback=https://sandbox.invalid/slow:1500`. */
const magicStart = "https://sandbox.invalid/";
const note = { idempotencyKey: null, amountMinor: null, currency: null };

/**
 * A stateful stand-in for Twilio's API, spoken to by the official SDKs; the product's host is the first segment of the
 * path. A message or a call has its price from the second time on that it is asked for.
 */
export function createTwilioSandbox(): SandboxVendor {
  const accounts = new Map<string, Account>();
  return {
    name: "twilio",
    credential: (headers) => readLogin(headers)?.password ?? null,
    receive: (request) => receive(accounts, request),
    reset: () => accounts.clear(),
  };
}

function receive(accounts: Map<string, Account>, request: SandboxRequest): Reception {
  const refuse = (reply: Reply): Reception => ({ kind: "refused", note, answer: write(reply) });
  const login = readLogin(request.headers);
  const unauthorized = refuseLogin(login);
  if (unauthorized !== null || login === null) return refuse(unauthorized ?? notFound(request.path));
  const match = matchRoute(request.method, request.path.slice(1));
  if (match === null) return refuse(notFound(request.path));
  const account = accountNamed(accounts, accountOf(login, request.path));
  const read = readBody(request);
  if (read === null) return refuse(refused(400, 20001, "The body cannot be read"));
  const [host = "", ...rest] = request.path.slice(1).split("/");
  const path = `/${rest.join("/")}`;
  const call = { account, host, path, ids: match.ids, query: new URLSearchParams(request.query), ...read };
  const asked = readAsked(call);
  if (asked === "unknown") return refuse(refused(400, 20001, "No such sandbox fault."));
  return { kind: "accepted", note, asked, execution: executionOf(() => match.handle(call)) };
}

function accountNamed(accounts: Map<string, Account>, sid: string): Account {
  const known = accounts.get(sid);
  if (known !== undefined) return known;
  if (accounts.size >= ACCOUNTS_MAX) accounts.clear();
  const fresh = new Account(sid);
  accounts.set(sid, fresh);
  return fresh;
}

function readBody({ headers, body }: SandboxRequest): Pick<ApiCall, "form" | "json"> | null {
  const text = body.toString("utf8");
  if (headers["content-type"]?.startsWith("application/json") !== true) {
    return { form: new URLSearchParams(text), json: null };
  }
  try {
    return { form: new URLSearchParams(), json: JSON.parse(text) };
  } catch {
    return null;
  }
}

function readAsked({ form }: ApiCall): Fault | null | "unknown" {
  const callback = form.get("StatusCallback");
  if (callback?.startsWith(magicStart) !== true) return null;
  return readMagicFault(callback.slice(magicStart.length)) ?? "unknown";
}

function executionOf(run: () => Reply): Execution {
  return {
    run: () => write(run()),
    refuse: (fault) => write(refusals[fault]),
    // Nothing is kept of a request that is not carried out: Twilio has no idempotency keys.
    abandon: () => {},
  };
}

const refusals: Readonly<Record<RefusalFault, Reply>> = {
  decline: refused(400, 21610, "Attempt to send to unsubscribed recipient"),
  rate_limit: refused(429, 20429, "Too Many Requests"),
  conflict: refused(409, 20409, "Conflict"),
  server_error: refused(500, 20500, "An internal server error has occurred"),
};

function write({ status, sid, body, executed, movements }: Reply): SandboxAnswer {
  const requestId = newSid("RQ");
  return {
    status,
    headers: {
      ...(body !== null && { "content-type": "application/json;charset=utf-8" }),
      "twilio-request-id": requestId,
    },
    body: body === null ? "" : JSON.stringify(body),
    requestId,
    objectId: sid,
    executed,
    replayed: false,
    movements,
  };
}
