import type { Movement } from "../../sandbox.ts";

export interface Transaction {
  readonly id: string;
  readonly kind: string;
  readonly status: "SUCCESS" | "PENDING" | "FAILURE";
  readonly micros: bigint;
  readonly currency: string;
}

export interface Refund {
  readonly id: string;
  readonly createdAt: string;
  readonly note: string | null;
  readonly currency: string;
  readonly micros: bigint;
  readonly transactions: readonly Transaction[];
}

export interface Order {
  readonly id: string;
  readonly name: string;
  /** What its customer pays in; the shop's own currency may be another. */
  readonly currency: string;
  readonly totalMicros: bigint;
  readonly customerId: string | null;
  readonly transactions: Transaction[];
  readonly refunds: Refund[];
  readonly fulfillmentOrderId: string;
  receivedMicros: bigint;
  refundedMicros: bigint;
  authorizedMicros: bigint;
  cancelled: boolean;
}

/** A gift card, or a customer's store credit. */
export interface Balance {
  readonly id: string;
  readonly currency: string;
  micros: bigint;
  enabled: boolean;
}

export interface Draft {
  readonly id: string;
  readonly currency: string;
  readonly totalMicros: bigint;
  orderId: string | null;
}

/** Hands out ids that no store of this or an earlier run has used. */
export class Ids {
  /** Above 2^53, so that whoever reads an id as a number is found out. */
  #last = 2n ** 53n + BigInt(Date.now()) * 1_000n;

  next(): string {
    this.#last += 1n;
    return String(this.#last);
  }
}

/** One store: its orders, and what was done to them. */
export class Store {
  readonly currency = "USD";
  readonly orders = new Map<string, Order>();
  readonly drafts = new Map<string, Draft>();
  readonly giftCards = new Map<string, Balance>();
  readonly storeCredits = new Map<string, Balance>();
  /** First use of each `@idempotent` key: what it was used for, and what came of it. */
  readonly idempotent = new Map<string, { readonly fingerprint: string; readonly result: unknown }>();
  /** Keys of requests that are under way. */
  readonly running = new Set<string>();
  #movements: Movement[] = [];
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  newId(): string {
    return this.#ids.next();
  }

  move(direction: Movement["direction"], currency: string, micros: bigint): void {
    if (micros > 0n) this.#movements.push({ direction, currency: currency.toLowerCase(), micros });
  }

  /** What moved since this was last asked. */
  takeMovements(): Movement[] {
    const moved = this.#movements;
    this.#movements = [];
    return moved;
  }

  addOrder(order: Pick<Order, "currency" | "totalMicros"> & Partial<Order>): Order {
    const id = order.id ?? this.newId();
    const made: Order = {
      id,
      name: `#${id}`,
      customerId: null,
      transactions: [],
      refunds: [],
      fulfillmentOrderId: `4${id}`,
      receivedMicros: 0n,
      refundedMicros: 0n,
      authorizedMicros: 0n,
      cancelled: false,
      ...order,
    };
    this.orders.set(id, made);
    return made;
  }

  transaction(order: Order, kind: string, micros: bigint): Transaction {
    const made = { id: this.newId(), kind, status: "SUCCESS" as const, micros, currency: order.currency };
    order.transactions.push(made);
    return made;
  }
}

/** What can still be paid back, is owed, and is authorized and not captured. */
export const refundable = (order: Order): bigint => order.receivedMicros - order.refundedMicros;
export const outstanding = (order: Order): bigint => {
  const owed = order.totalMicros - order.receivedMicros;
  return order.cancelled || owed < 0n ? 0n : owed;
};
export const capturable = (order: Order): bigint => (order.cancelled ? 0n : order.authorizedMicros);
