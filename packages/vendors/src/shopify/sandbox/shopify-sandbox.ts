import type { IncomingHttpHeaders } from "node:http";
import { type Fault, readMagicFault } from "../../sandbox/faults.ts";
import type { Reception, RequestNote, SandboxRequest, SandboxVendor } from "../../sandbox.ts";
import { answer, type Reply } from "./answers.ts";
import { failed, receiveGraphql } from "./graphql.ts";
import { receiveRest } from "./rest.ts";
import { seedStore } from "./seed.ts";
import { Ids, Store } from "./store.ts";

const STORES_MAX = 2_000;

/**
 * A stateful stand-in for one store per access token (`seed.ts` says what is in it), spoken to by the official client:
 * GraphQL by its own schema and execution, and the REST calls around orders, refunds and gift cards. A token with
 * `_revoked_` in it is refused as an uninstalled app's is. Faults by magic
 * value: any text that begins with `sandbox:` and names one of `sandbox/faults.ts`, such as a note `sandbox:slow:1500`.
 */
export function createShopifySandbox(): SandboxVendor {
  const stores: Stores = { byToken: new Map(), ids: new Ids() };
  return {
    name: "shopify",
    credential: readToken,
    receive: (request) => receive(stores, request),
    reset: () => stores.byToken.clear(),
  };
}

interface Stores {
  readonly byToken: Map<string, Store>;
  readonly ids: Ids;
}

function readToken(headers: IncomingHttpHeaders): string | null {
  const token = headers["x-shopify-access-token"];
  return typeof token === "string" && token !== "" ? token : null;
}

function storeOf({ byToken, ids }: Stores, token: string): Store {
  const known = byToken.get(token);
  if (known !== undefined) return known;
  const [oldest] = byToken.keys();
  if (byToken.size >= STORES_MAX && oldest !== undefined) byToken.delete(oldest);
  const store = new Store(ids);
  seedStore(store);
  byToken.set(token, store);
  return store;
}

function receive(stores: Stores, request: SandboxRequest): Reception {
  let note: RequestNote = { idempotencyKey: null, amountMinor: null, currency: null };
  const refuse = (reply: Reply): Reception => ({ kind: "refused", note, answer: answer(reply) });
  const token = readToken(request.headers);
  if (token === null || !/^shp[a-z]{2}_/.test(token) || token.includes("_revoked_")) {
    return refuse(
      failed(401, "[API] Invalid API key or access token (unrecognized login or wrong password)"),
    );
  }
  const store = storeOf(stores, token);
  const asked = readAskedFault(request.body);
  if (asked === "unknown") return refuse(failed(400, "No such sandbox fault."));
  if (request.method === "POST" && /^\/admin\/api\/\d{4}-\d{2}\/graphql\.json$/.test(request.path)) {
    const accepted = receiveGraphql(store, request);
    if ("status" in accepted) return refuse(accepted);
    note = { ...note, idempotencyKey: accepted.idempotencyKey };
    return { kind: "accepted", note, asked, execution: accepted.execution };
  }
  const execution = receiveRest(store, request);
  return execution === null ? refuse(failed(404, "Not Found")) : { kind: "accepted", note, asked, execution };
}

/** The fault that the request's magic value names; `unknown` when it names none that there is. */
function readAskedFault(body: Buffer): Fault | "unknown" | null {
  const [, name] =
    /"sandbox:([a-z_]{1,32}(?::\d{1,6})?|\d{3}(?::\d{1,6})?)\\?"/.exec(body.toString("utf8")) ?? [];
  return name === undefined ? null : (readMagicFault(name) ?? "unknown");
}
