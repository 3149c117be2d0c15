import type { OrganizationTransaction } from "./app-database.ts";

/** What somebody found out, or decided, about a call that was possibly sent and never answered. */
export type CallDecision =
  | { readonly state: "settled"; readonly costMicros: bigint }
  | { readonly state: "released" };

/**
 * `absent`: the organization has no such call. `not_unknown`: its outcome is known, or still awaited. `retries_open`:
 * its retries hold nothing themselves, so it is not given back before they have ended.
 */
export type CallResolution =
  | { readonly code: "resolved"; readonly heldMicros: bigint; readonly resolvedAt: Date }
  | { readonly code: "absent" | "not_unknown" | "retries_open" };

/** Completes an unknown call as its answer would have. A cost above what the call held becomes overage. */
export async function resolveCall(
  transaction: OrganizationTransaction,
  call: { readonly organizationId: string; readonly callId: string },
  decision: CallDecision,
): Promise<CallResolution> {
  const costMicros = decision.state === "settled" ? decision.costMicros : 0n;
  const [row] = await transaction.$queryRaw<
    Array<{ code: CallResolution["code"]; held_micros: bigint | null; resolved_at: Date | null }>
  >`
    SELECT code, held_micros, resolved_at
    FROM resolve_call_v1(${call.organizationId}::uuid, ${call.callId}::uuid, ${decision.state}, ${costMicros}::bigint)`;
  if (row === undefined) throw new Error("resolving a call returned no row");
  if (row.code !== "resolved") return { code: row.code };
  if (row.held_micros === null || row.resolved_at === null)
    throw new Error("a resolved call lacks its facts");
  return { code: "resolved", heldMicros: row.held_micros, resolvedAt: row.resolved_at };
}
