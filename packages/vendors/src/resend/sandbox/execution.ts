import type { Execution, SandboxAnswer } from "../../sandbox.ts";
import { Call } from "./call.ts";
import type { FirstUse, IdempotencyKeys } from "./idempotency.ts";
import { injectedRefusal } from "./injected.ts";
import type { Reply } from "./replies.ts";
import type { RouteMatch } from "./routes.ts";

export interface ExecutionPlan {
  readonly requestId: string;
  readonly match: RouteMatch;
  readonly call: ConstructorParameters<typeof Call>[0];
  readonly keys: IdempotencyKeys;
  /** The idempotency key that the request holds while it runs; null without one. */
  readonly held: { readonly key: string; readonly use: FirstUse } | null;
}

/** What is left to do with a request that was accepted. */
export function planExecution(plan: ExecutionPlan): Execution {
  const settle = (reply: Reply) => {
    if (plan.held === null || plan.held.use.outcome !== null) return;
    // Only a success is kept under its key: after a refusal the same key may be used again.
    if (reply.status === 200) plan.held.use.outcome = reply;
    else plan.keys.release(plan.held.key, plan.held.use);
  };
  return {
    abandon: () => {
      if (plan.held?.use.outcome === null) plan.keys.release(plan.held.key, plan.held.use);
    },
    refuse: (fault) => {
      const reply = injectedRefusal(fault);
      settle(reply);
      return writeAnswer(plan.requestId, reply);
    },
    run: () => {
      const call = new Call(plan.call);
      const reply = plan.match.handle(call);
      settle(reply);
      return { ...writeAnswer(plan.requestId, reply), movements: call.movements };
    },
  };
}

export function writeAnswer(requestId: string, reply: Reply, replayed = false): SandboxAnswer {
  return {
    status: reply.status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "ratelimit-limit": "2",
      "ratelimit-remaining": "1",
      "ratelimit-reset": "1",
      "x-sandbox-request-id": requestId,
    },
    body: JSON.stringify(reply.body),
    requestId,
    objectId: reply.id,
    executed: !replayed && reply.executed,
    replayed,
    movements: [],
  };
}
