import type { Kind } from "./account.ts";
import { availableBalance, moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import { chargeKind } from "./charges.ts";
import { newId } from "./ids.ts";
import { listReply, listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, type WireObject } from "./replies.ts";
import { get, post, type Route } from "./routes.ts";

interface Transfer {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly amountReversed: number;
  readonly currency: string;
  readonly destination: string;
  readonly sourceTransaction: string | null;
  readonly balanceTransaction: string;
  readonly description: string | null;
  readonly transferGroup: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Reversal {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly transfer: string;
  readonly balanceTransaction: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const transferKind: Kind<Transfer> = { object: "transfer", prefix: "tr_", render: renderTransfer };
const reversalKind: Kind<Reversal> = {
  object: "transfer_reversal",
  prefix: "trr_",
  render: renderReversal,
};

/** Sends money to a connected account; without an amount, the whole of `source_transaction`. */
function createTransfer(call: Call): Reply {
  const { params } = call;
  const destination = params.required("destination");
  const source = call.referred(chargeKind, "source_transaction");
  if (!source.ok) return source.reply;
  const currency = params.requiredCurrency();
  if (source.row === null) params.required("amount");
  const amount = params.amount("amount") ?? source.row?.amountCaptured ?? 0;
  const described = {
    description: params.text("description"),
    transferGroup: params.text("transfer_group"),
    metadata: params.metadata(),
  };
  if (params.problem !== null) return params.problem;
  if (source.row !== null && amount > source.row.amountCaptured) {
    return impossible("amount_too_large", "A transfer cannot exceed its source transaction.", "amount");
  }
  if (amount > availableBalance(call, currency)) return insufficientBalance();
  const id = newId("tr_");
  const move = { direction: "out", amount, currency, type: "transfer", source: id, gains: false } as const;
  return call.answer(
    transferKind,
    call.add(transferKind, {
      id,
      created: call.now,
      amount,
      amountReversed: 0,
      currency,
      destination,
      sourceTransaction: source.row?.id ?? null,
      balanceTransaction: moveMoney(call, move),
      ...described,
    }),
  );
}

function reverseTransfer(call: Call): Reply {
  const found = call.named(transferKind);
  if (!found.ok) return found.reply;
  const { id: transfer, currency, amountReversed } = found.row;
  const left = found.row.amount - amountReversed;
  const amount = call.params.amount("amount") ?? left;
  const metadata = call.params.metadata();
  if (call.params.problem !== null) return call.params.problem;
  if (amount > left || left === 0) {
    return impossible("amount_too_large", "Reversal amount is greater than the unreversed amount.", "amount");
  }
  const id = newId("trr_");
  const move = {
    direction: "back",
    amount,
    currency,
    type: "transfer_refund",
    source: id,
    gains: true,
  } as const;
  const balanceTransaction = moveMoney(call, move);
  call.change(transferKind, found.row, { amountReversed: amountReversed + amount });
  const row = { id, created: call.now, amount, currency, transfer, balanceTransaction, metadata };
  return call.answer(reversalKind, call.add(reversalKind, row));
}

/** Transfers and payouts cannot overdraw the account. */
export function insufficientBalance(): Reply {
  const message = "You have insufficient available funds in your Stripe account.";
  return impossible("balance_insufficient", message);
}

function renderTransfer(row: Transfer, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "transfer",
    amount: row.amount,
    amount_reversed: row.amountReversed,
    balance_transaction: row.balanceTransaction,
    created: row.created,
    currency: row.currency,
    description: row.description,
    destination: row.destination,
    destination_payment: null,
    livemode,
    metadata: row.metadata,
    reversals: { object: "list", data: [], has_more: false, url: `/v1/transfers/${row.id}/reversals` },
    reversed: row.amountReversed === row.amount,
    source_transaction: row.sourceTransaction,
    source_type: "card",
    transfer_group: row.transferGroup,
  };
}

function renderReversal(row: Reversal): WireObject {
  return {
    id: row.id,
    object: "transfer_reversal",
    amount: row.amount,
    balance_transaction: row.balanceTransaction,
    created: row.created,
    currency: row.currency,
    destination_payment_refund: null,
    metadata: row.metadata,
    source_refund: null,
    transfer: row.transfer,
  };
}

export const transferRoutes: readonly Route[] = [
  post("/v1/transfers", createTransfer),
  listRoute("/v1/transfers", transferKind, {
    destination: (row) => row.destination,
    transfer_group: (row) => row.transferGroup,
  }),
  retrieveRoute("/v1/transfers/{id}", transferKind),
  post("/v1/transfers/{id}/reversals", reverseTransfer),
  get("/v1/transfers/{id}/reversals", (call) =>
    listReply(call, reversalKind, (row) => row.transfer === call.ids[0]),
  ),
];
