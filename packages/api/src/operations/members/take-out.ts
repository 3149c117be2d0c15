import { changeMember, recordActivity } from "@keybrake/database";
import type { OperationContext, Person } from "../../context.ts";
import { done, type Result } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { explainRefusal } from "./explain-refusal.ts";

/** Ends somebody's membership: their own, or another's. */
export function takeOut(
  context: OperationContext,
  { userId: actorId, sessionId }: Person,
  userId: string,
): Promise<Result<{ user_id: string }>> {
  return transact(context, async (transaction) => {
    const { organizationId, actor } = context;
    const change = await changeMember(transaction, {
      organizationId,
      actorId,
      sessionId,
      userId,
      role: null,
    });
    if (change.code !== "changed") return explainRefusal(change.code);
    await recordActivity(transaction, {
      organizationId,
      actor,
      action: userId === actorId ? "members.leave" : "members.remove",
      subject: `user:${userId}`,
      detail: { previous_role: change.previousRole },
    });
    return done({ user_id: userId });
  });
}
