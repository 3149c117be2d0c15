import { decimalOf } from "./decimals.ts";
import {
  type Balance,
  capturable,
  type Draft,
  type Order,
  outstanding,
  type Refund,
  type Store,
  type Transaction,
} from "./store.ts";

/** Objects of the store as the GraphQL schema shows them. */
export const money = (micros: bigint, currencyCode: string) => ({ amount: decimalOf(micros), currencyCode });

/** The sandbox knows no rates: both sides of a bag are what the customer pays. */
const bag = (micros: bigint, currency: string) => ({
  shopMoney: money(micros, currency),
  presentmentMoney: money(micros, currency),
});

export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

export const transactionView = (each: Transaction) => ({
  __typename: "OrderTransaction",
  id: gid("OrderTransaction", each.id),
  kind: each.kind,
  status: each.status,
  amountSet: bag(each.micros, each.currency),
});

export const refundView = (refund: Refund) => ({
  __typename: "Refund",
  id: gid("Refund", refund.id),
  note: refund.note,
  createdAt: refund.createdAt,
  totalRefundedSet: bag(refund.micros, refund.currency),
});

const first = <T>(items: readonly T[], count: unknown) =>
  typeof count === "number" ? items.slice(0, count) : [...items];

export const orderView = (store: Store, order: Order) => ({
  __typename: "Order",
  id: gid("Order", order.id),
  name: order.name,
  currencyCode: store.currency,
  presentmentCurrencyCode: order.currency,
  cancelledAt: order.cancelled ? "2026-11-25T10:00:00Z" : null,
  totalPriceSet: bag(order.totalMicros, order.currency),
  totalReceivedSet: bag(order.receivedMicros, order.currency),
  totalRefundedSet: bag(order.refundedMicros, order.currency),
  totalOutstandingSet: bag(outstanding(order), order.currency),
  totalCapturableSet: bag(capturable(order), order.currency),
  refunds: (args: { first?: number }) => first(order.refunds, args.first).map(refundView),
  transactions: (args: { first?: number }) => first(order.transactions, args.first).map(transactionView),
});

export const draftView = (store: Store, draft: Draft) => {
  const order = draft.orderId === null ? undefined : store.orders.get(draft.orderId);
  return {
    __typename: "DraftOrder",
    id: gid("DraftOrder", draft.id),
    totalPriceSet: bag(draft.totalMicros, draft.currency),
    order: order === undefined ? null : orderView(store, order),
  };
};

export const giftCardView = (card: Balance) => ({
  __typename: "GiftCard",
  id: gid("GiftCard", card.id),
  enabled: card.enabled,
  initialValue: money(card.micros, card.currency),
  balance: money(card.micros, card.currency),
});

/** Whatever the store has under a gid, or null. */
export function nodeView(store: Store, id: string): object | null {
  const [, type, number = ""] = /^gid:\/\/shopify\/([A-Za-z]+)\/([0-9]+)$/.exec(id) ?? [];
  const order = store.orders.get(number);
  const draft = store.drafts.get(number);
  const card = store.giftCards.get(number);
  if (type === "Order") return order === undefined ? null : orderView(store, order);
  if (type === "DraftOrder") return draft === undefined ? null : draftView(store, draft);
  if (type === "GiftCard") return card === undefined ? null : giftCardView(card);
  if (type !== "FulfillmentOrder") return null;
  const fulfilled = [...store.orders.values()].find((each) => each.fulfillmentOrderId === number);
  if (fulfilled === undefined) return null;
  return { __typename: "FulfillmentOrder", id, order: orderView(store, fulfilled) };
}
