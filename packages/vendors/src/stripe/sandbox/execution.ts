import type { Execution, SandboxRequest } from "../../sandbox.ts";
import type { Account } from "./account.ts";
import { type AnswerContext, writeAnswer } from "./answers.ts";
import { Call } from "./call.ts";
import type { FormRecord } from "./form.ts";
import type { FirstUse } from "./idempotency.ts";
import { injectedRefusal } from "./injected.ts";
import { Params } from "./params.ts";
import type { Reply } from "./replies.ts";
import type { RouteMatch } from "./routes.ts";

export interface ExecutionPlan {
  readonly request: SandboxRequest;
  readonly context: AnswerContext;
  readonly account: Account;
  readonly match: RouteMatch;
  readonly record: FormRecord;
  /** The idempotency key that the request holds while it runs; null without one. */
  readonly held: { readonly key: string; readonly use: FirstUse } | null;
}

/** What is left to do with a request that was accepted. */
export function planExecution(plan: ExecutionPlan): Execution {
  const { context, account, match, record, request } = plan;
  return {
    abandon: () => release(plan),
    refuse: (fault) => {
      const reply = injectedRefusal(fault);
      settle(plan, reply);
      return writeAnswer(context, reply);
    },
    run: () => {
      const call = new Call({ account, params: new Params(record), ids: match.ids, path: request.path });
      try {
        const reply = match.handle(call);
        settle(plan, reply);
        return { ...writeAnswer(context, reply), movements: call.movements };
      } finally {
        release(plan);
      }
    },
  };
}

/** Only the first outcome counts: a refusal worded after the run leaves what the run came to. */
function settle(plan: ExecutionPlan, reply: Reply): void {
  if (plan.held === null || plan.held.use.outcome !== null) return;
  if (isKept(reply, plan.request.path)) plan.held.use.outcome = reply;
  else release(plan);
}

function release(plan: ExecutionPlan): void {
  if (plan.held !== null && plan.held.use.outcome === null)
    plan.account.keys.release(plan.held.key, plan.held.use);
}

/** API v2 lets failed work be tried again under the same key (docs.stripe.com/api-v2-overview). */
function isKept(reply: Reply, path: string): boolean {
  return reply.saved && (reply.status === 200 || !path.startsWith("/v2/"));
}
