import type { Kind } from "./account.ts";
import { moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, missing, type Reply, type WireObject } from "./replies.ts";
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

function closeNamedDispute(call: Call): Reply {
  const found = call.named(disputeKind);
  return found.ok ? closeDispute(call, found.row) : found.reply;
}

/** The alias below a charge, older than the dispute object's own path. */
function closeDisputeOfCharge(call: Call): Reply {
  const [charge = ""] = call.ids;
  const matches = (row: Dispute) => row.charge === charge;
  const found = call.account.rows(disputeKind).page({ limit: 1, after: null, before: null, matches });
  const [dispute] = found?.rows ?? [];
  return dispute === undefined ? missing("dispute", charge) : closeDispute(call, dispute);
}

function closeDispute(call: Call, dispute: Dispute): Reply {
  const { id, status, amount, currency } = dispute;
  if (status !== "needs_response") return impossible("dispute_closed", `Dispute ${id} is already closed.`);
  moveMoney(call, { direction: "out", amount, currency, type: "adjustment", source: id, gains: false });
  return call.answer(disputeKind, call.change(disputeKind, dispute, { status: "lost" }));
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
  post("/v1/disputes/{id}/close", closeNamedDispute),
  post("/v1/charges/{id}/dispute/close", closeDisputeOfCharge),
];
