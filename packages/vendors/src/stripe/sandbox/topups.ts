import type { Kind } from "./account.ts";
import { moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, type WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface Topup {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly status: "pending" | "canceled";
  readonly balanceTransaction: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const topupKind: Kind<Topup> = { object: "topup", prefix: "tu_", render: renderTopup };

/** Pulls own money in, at once; the top-up stays pending here, so that it can still be canceled. */
function createTopup(call: Call): Reply {
  const { params } = call;
  const amount = params.requiredAmount("amount");
  const currency = params.requiredCurrency();
  const described = { description: params.text("description"), metadata: params.metadata() };
  if (params.problem !== null) return params.problem;
  const id = newId("tu_");
  const move = { direction: "in", amount, currency, type: "topup", source: id, gains: true } as const;
  const balanceTransaction = moveMoney(call, move);
  const row: Topup = {
    id,
    created: call.now,
    amount,
    currency,
    status: "pending",
    balanceTransaction,
    ...described,
  };
  return call.answer(topupKind, call.add(topupKind, row));
}

function cancelTopup(call: Call): Reply {
  const found = call.named(topupKind);
  if (!found.ok) return found.reply;
  const { id, status, amount, currency } = found.row;
  if (status !== "pending")
    return impossible("topup_not_cancelable", "Only pending top-ups can be canceled.");
  moveMoney(call, { direction: "back", amount, currency, type: "topup_reversal", source: id, gains: false });
  return call.answer(topupKind, call.change(topupKind, found.row, { status: "canceled" }));
}

function renderTopup(row: Topup, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "topup",
    amount: row.amount,
    balance_transaction: row.balanceTransaction,
    created: row.created,
    currency: row.currency,
    description: row.description,
    expected_availability_date: row.created,
    failure_code: null,
    failure_message: null,
    livemode,
    metadata: row.metadata,
    source: null,
    statement_descriptor: null,
    status: row.status,
    transfer_group: null,
  };
}

export const topupRoutes: readonly Route[] = [
  post("/v1/topups", createTopup),
  listRoute("/v1/topups", topupKind, { status: (row) => row.status }),
  retrieveRoute("/v1/topups/{id}", topupKind),
  post("/v1/topups/{id}/cancel", cancelTopup),
];
