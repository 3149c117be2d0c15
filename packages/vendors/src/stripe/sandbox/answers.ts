import type { IncomingHttpHeaders } from "node:http";
import type { SandboxAnswer } from "../../sandbox.ts";
import type { FirstUse } from "./idempotency.ts";
import type { Reply } from "./replies.ts";

export interface AnswerContext {
  readonly requestId: string;
  /** Of the request: Stripe repeats some of them. */
  readonly headers: IncomingHttpHeaders;
}

const API_VERSION = "2026-10-28.endive";
const REPEATED = ["idempotency-key", "stripe-account", "stripe-context"] as const;

/** Writes a reply as Stripe does; with `first`, as the replay of what that first use of the key came to. */
export function writeAnswer(context: AnswerContext, reply: Reply, first?: FirstUse): SandboxAnswer {
  const version = context.headers["stripe-version"];
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "request-id": context.requestId,
    "stripe-version": typeof version === "string" ? version : API_VERSION,
  };
  for (const name of REPEATED) {
    const value = context.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  if (first !== undefined) {
    headers["idempotent-replayed"] = "true";
    headers["original-request"] = first.requestId;
  }
  return {
    status: reply.status,
    headers,
    body: JSON.stringify(reply.body()),
    requestId: context.requestId,
    objectId: reply.id,
    executed: first === undefined && reply.executed,
    replayed: first !== undefined,
    movements: [],
  };
}
