import type { Kind } from "./account.ts";
import { moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, type WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface Dispute {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly paymentIntent: string | null;
  readonly status: "needs_response" | "lost";
}

const disputeKind: Kind<Dispute> = { object: "dispute", prefix: "dp_", render: renderDispute };

/** A customer disputes a charge. Here the money stays until the dispute is closed: then it is lost for good. */
export function openDispute(call: Call, of: Omit<Dispute, "id" | "created" | "status">): Dispute {
  const row: Dispute = { ...of, id: newId("dp_"), created: call.now, status: "needs_response" };
  call.add(disputeKind, row);
  emit(call, "charge.dispute.created", disputeKind, row);
  return row;
}

function closeDispute(call: Call): Reply {
  const found = call.named(disputeKind);
  if (!found.ok) return found.reply;
  const { id, status, amount, currency } = found.row;
  if (status !== "needs_response") return impossible("dispute_closed", `Dispute ${id} is already closed.`);
  moveMoney(call, { direction: "out", amount, currency, type: "adjustment", source: id, gains: false });
  return call.answer(disputeKind, call.change(disputeKind, found.row, { status: "lost" }));
}

function renderDispute(row: Dispute, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "dispute",
    amount: row.amount,
    balance_transactions: [],
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: { due_by: null, has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: false,
    livemode,
    metadata: {},
    payment_intent: row.paymentIntent,
    reason: "fraudulent",
    status: row.status,
  };
}

export const disputeRoutes: readonly Route[] = [
  listRoute("/v1/disputes", disputeKind, {
    charge: (row) => row.charge,
    payment_intent: (row) => row.paymentIntent,
  }),
  retrieveRoute("/v1/disputes/{id}", disputeKind),
  post("/v1/disputes/{id}/close", closeDispute),
];
