import type { Movement } from "../../sandbox.ts";
import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { toMicros } from "./currencies.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import type { WireObject } from "./replies.ts";
import { get, type Route } from "./routes.ts";

interface BalanceTransaction {
  readonly id: string;
  readonly created: number;
  /** Minor units, negative when money left the account. */
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly type: string;
  readonly source: string;
}

const balanceTransactionKind: Kind<BalanceTransaction> = {
  object: "balance_transaction",
  prefix: "txn_",
  render: renderBalanceTransaction,
};

/** What every account starts with in each currency, in minor units: enough to refund, transfer and pay out at once. */
const FLOAT_MINOR = 1_000_000_000;

export interface MoneyMove {
  readonly direction: Movement["direction"];
  /** Minor units, above zero. */
  readonly amount: number;
  readonly currency: string;
  readonly type: string;
  readonly source: string;
  /** Whether the account gains by it; a `back` can go either way. */
  readonly gains: boolean;
}

/** The only way money moves in this sandbox: books it, notes it for the log, answers the balance transaction's id. */
export function moveMoney(call: Call, move: MoneyMove): string {
  const amount = move.gains ? move.amount : -move.amount;
  const fee = move.type === "charge" ? chargeFee(move.amount) : 0;
  const { currency, type, source } = move;
  const row = { id: newId("txn_"), created: call.now, amount, fee, currency, type, source };
  call.add(balanceTransactionKind, row);
  call.account.balances.set(currency, availableBalance(call, currency) + amount - fee);
  call.movements.push({ direction: move.direction, currency, micros: toMicros(move.amount, currency) });
  return row.id;
}

/** Minor units. */
export function availableBalance(call: Call, currency: string): number {
  return call.account.balances.get(currency) ?? FLOAT_MINOR;
}

/** Stripe's list price for a US card: 2.9 % and 30 cents. */
function chargeFee(amount: number): number {
  return Math.round(amount * 0.029) + 30;
}

function renderBalanceTransaction(row: BalanceTransaction): WireObject {
  const feeDetail = { amount: row.fee, application: null, currency: row.currency, type: "stripe_fee" };
  return {
    id: row.id,
    object: "balance_transaction",
    amount: row.amount,
    available_on: row.created,
    balance_type: "payments",
    created: row.created,
    currency: row.currency,
    description: null,
    exchange_rate: null,
    fee: row.fee,
    fee_details: row.fee === 0 ? [] : [{ ...feeDetail, description: "Stripe processing fees" }],
    net: row.amount - row.fee,
    reporting_category: row.type,
    source: row.source,
    status: "available",
    type: row.type,
  };
}

export const balanceRoutes: readonly Route[] = [
  get("/v1/balance", (call) => {
    const { livemode, balances } = call.account;
    const currencies = balances.size === 0 ? ["usd"] : [...balances.keys()];
    const available = currencies.map((currency) => ({
      amount: availableBalance(call, currency),
      currency,
      source_types: { card: availableBalance(call, currency) },
    }));
    return call.answerWith(null, () => ({ object: "balance", available, livemode, pending: [] }));
  }),
  listRoute("/v1/balance_transactions", balanceTransactionKind, {
    source: (row) => row.source,
    type: (row) => row.type,
    currency: (row) => row.currency,
  }),
  retrieveRoute("/v1/balance_transactions/{id}", balanceTransactionKind),
];
