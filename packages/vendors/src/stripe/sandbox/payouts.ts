import type { Kind } from "./account.ts";
import { availableBalance, moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, type WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";
import { insufficientBalance } from "./transfers.ts";

interface Payout {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly destination: string | null;
  readonly method: string;
  readonly status: "pending" | "canceled";
  readonly balanceTransaction: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const payoutKind: Kind<Payout> = { object: "payout", prefix: "po_", render: renderPayout };

/** The money leaves the balance at once; the payout stays pending here, so that it can still be canceled. */
function createPayout(call: Call): Reply {
  const { params } = call;
  const amount = params.requiredAmount("amount");
  const currency = params.requiredCurrency();
  const described = {
    destination: params.text("destination"),
    method: params.oneOf("method", ["standard", "instant"]) ?? "standard",
    description: params.text("description"),
    metadata: params.metadata(),
  };
  if (params.problem !== null) return params.problem;
  if (amount > availableBalance(call, currency)) return insufficientBalance();
  const id = newId("po_");
  const move = { direction: "out", amount, currency, type: "payout", source: id, gains: false } as const;
  const balanceTransaction = moveMoney(call, move);
  const row: Payout = {
    id,
    created: call.now,
    amount,
    currency,
    status: "pending",
    balanceTransaction,
    ...described,
  };
  return call.answer(payoutKind, call.add(payoutKind, row));
}

function cancelPayout(call: Call): Reply {
  const found = call.named(payoutKind);
  if (!found.ok) return found.reply;
  const { id, status, amount, currency } = found.row;
  if (status !== "pending")
    return impossible("payout_not_cancelable", "Only pending payouts can be canceled.");
  moveMoney(call, { direction: "back", amount, currency, type: "payout_cancel", source: id, gains: true });
  return call.answer(payoutKind, call.change(payoutKind, found.row, { status: "canceled" }));
}

function renderPayout(row: Payout, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "payout",
    amount: row.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: row.created,
    automatic: false,
    balance_transaction: row.balanceTransaction,
    created: row.created,
    currency: row.currency,
    description: row.description,
    destination: row.destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode,
    metadata: row.metadata,
    method: row.method,
    original_payout: null,
    payout_method: null,
    reconciliation_status: "not_applicable",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status: row.status,
    trace_id: null,
    type: "bank_account",
  };
}

export const payoutRoutes: readonly Route[] = [
  post("/v1/payouts", createPayout),
  listRoute("/v1/payouts", payoutKind, {
    destination: (row) => row.destination,
    status: (row) => row.status,
  }),
  retrieveRoute("/v1/payouts/{id}", payoutKind),
  post("/v1/payouts/{id}/cancel", cancelPayout),
];
