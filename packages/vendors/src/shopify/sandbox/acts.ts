import { microsOf } from "./decimals.ts";
import {
  capturable,
  type Order,
  outstanding,
  type Refund,
  refundable,
  type Store,
  type Transaction,
} from "./store.ts";

/** A refusal in the store's words; nothing was done. */
export class Declined extends Error {
  readonly field: readonly string[];

  constructor(message: string, ...field: readonly string[]) {
    super(message);
    this.field = field;
  }
}

/** An amount above 0 that the currency can hold. */
export function needAmount(amount: unknown, currency: string, field: string): bigint {
  const micros = microsOf(amount);
  if (micros === null || micros <= 0n) throw new Declined("Amount must be greater than 0.", field);
  const step = currency === "JPY" ? 1_000_000n : 10_000n;
  // Whatever is finer is rounded to the customer's harm or the shop's: here it is rounded up.
  return ((micros + step - 1n) / step) * step;
}

export function needOrder(store: Store, id: unknown): Order {
  const order = typeof id === "string" ? store.orders.get(id.replace("gid://shopify/Order/", "")) : undefined;
  if (order === undefined) throw new Declined("Order does not exist", "orderId");
  return order;
}

export interface RefundAsked {
  readonly amounts: readonly unknown[];
  readonly storeCredits: readonly { readonly amount: unknown; readonly currency: unknown }[];
  readonly currency: unknown;
  readonly note: string | null;
  readonly allowOver: boolean;
}

/** Pays back by the transactions, and gives store credit beside them. */
export function refund(store: Store, order: Order, asked: RefundAsked): Refund {
  if (typeof asked.currency === "string" && asked.currency !== order.currency) {
    throw new Declined("Currency must be the order's presentment currency.", "currency");
  }
  const parts = asked.amounts.map((amount) => needAmount(amount, order.currency, "amount"));
  const credits = asked.storeCredits.map(({ amount, currency }) => {
    if (currency !== order.currency)
      throw new Declined("Store credit must be in the order's currency.", "currency");
    return needAmount(amount, order.currency, "amount");
  });
  const all = [...parts, ...credits].reduce((sum, micros) => sum + micros, 0n);
  if (all > refundable(order) && !asked.allowOver) {
    throw new Declined("Refund amount is greater than what is left of the order.", "transactions");
  }
  const transactions = [...parts, ...credits].map((micros) => store.transaction(order, "REFUND", micros));
  order.refundedMicros += all;
  store.move("out", order.currency, all);
  const made = {
    id: store.newId(),
    createdAt: "2026-11-25T10:00:00Z",
    note: asked.note,
    currency: order.currency,
    micros: all,
    transactions,
  };
  order.refunds.push(made);
  return made;
}

/** Takes what was authorized; an amount of null takes all of it. */
export function capture(store: Store, order: Order, amount: unknown): Transaction {
  const micros = amount === null ? capturable(order) : needAmount(amount, order.currency, "amount");
  if (micros > capturable(order) || micros === 0n) {
    throw new Declined("Amount exceeds what can be captured.", "amount");
  }
  order.authorizedMicros -= micros;
  return receive(store, order, "CAPTURE", micros);
}

/** Books a payment and lets its money come in. */
export function receive(store: Store, order: Order, kind: string, micros: bigint): Transaction {
  order.receivedMicros += micros;
  store.move("in", order.currency, micros);
  return store.transaction(order, kind, micros);
}

export function pay(store: Store, order: Order, amount: unknown, currency: unknown): Transaction {
  if (typeof currency === "string" && currency !== order.currency) {
    throw new Declined("Currency must be the order's.", "amount");
  }
  const owed = outstanding(order);
  const micros = amount === null ? owed : needAmount(amount, order.currency, "amount");
  if (owed === 0n || micros > owed) throw new Declined("Order cannot be marked as paid.", "id");
  return receive(store, order, "SALE", micros);
}

export function cancel(store: Store, order: Order, givesBack: boolean): void {
  if (order.cancelled)
    throw new Declined("Cannot cancel an order that has already been canceled.", "orderId");
  order.cancelled = true;
  order.authorizedMicros = 0n;
  if (!givesBack) return;
  const micros = refundable(order);
  order.refundedMicros += micros;
  store.move("out", order.currency, micros);
  if (micros > 0n) store.transaction(order, "REFUND", micros);
}
