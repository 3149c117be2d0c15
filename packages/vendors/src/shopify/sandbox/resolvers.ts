import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from "graphql";
import { cancel, capture, Declined, needAmount, needOrder, pay, receive, refund } from "./acts.ts";
import { microsOf } from "./decimals.ts";
import { schema } from "./schema.ts";
import { capturable, type Order, type Store } from "./store.ts";
import {
  draftView,
  gid,
  giftCardView,
  money,
  nodeView,
  orderView,
  refundView,
  transactionView,
} from "./views.ts";

/** What one request is executed with. */
export interface Context {
  readonly store: Store;
  readonly version: string;
  /** Another request with one of its keys is under way. */
  readonly isBlocked: boolean;
  /** Payments are refused, as a fault asked for. */
  readonly isDeclined: boolean;
  executed: number;
  replayed: number;
}

// biome-ignore lint/suspicious/noExplicitAny: arguments were checked against the schema before
type Args = any;
type Resolver = (args: Args, context: Context, info: GraphQLResolveInfo) => unknown;

const queries: Readonly<Record<string, Resolver>> = {
  shop: (_, { store }) => ({
    id: gid("Shop", "1"),
    name: "Sandbox",
    currencyCode: store.currency,
    myshopifyDomain: "sandbox.myshopify.com",
  }),
  node: ({ id }, { store }) => nodeView(store, id),
  order: ({ id }, { store }) => nodeView(store, id),
  draftOrder: ({ id }, { store }) => nodeView(store, id),
  giftCard: ({ id }, { store }) => nodeView(store, id),
  orders: ({ first = 10, after }, { store }) => {
    const all = [...store.orders.values()];
    const start = typeof after === "string" ? all.findIndex(({ id }) => id === after) + 1 : 0;
    const page = all.slice(start, start + first);
    const nodes = page.map((order) => orderView(store, order));
    return {
      nodes,
      edges: page.map((order, index) => ({ cursor: order.id, node: nodes[index] })),
      pageInfo: { hasNextPage: start + page.length < all.length, endCursor: page.at(-1)?.id ?? null },
    };
  },
};

const amounts = (transactions: Args): unknown[] => (transactions ?? []).map((each: Args) => each.amount);

const mutations: Readonly<Record<string, Resolver>> = {
  refundCreate: ({ input }, { store }) => {
    const order = needOrder(store, input.orderId);
    const credits = (input.refundMethods ?? []).flatMap((method: Args) =>
      method.storeCreditRefund ? [method.storeCreditRefund.amount] : [],
    );
    const made = refund(store, order, {
      amounts: amounts(input.transactions),
      storeCredits: credits.map((each: Args) => ({ amount: each.amount, currency: each.currencyCode })),
      currency: input.currency,
      note: input.note ?? null,
      allowOver: input.allowOverRefunding === true,
    });
    return { refund: refundView(made), order: orderView(store, order) };
  },
  orderCapture: ({ input }, { store }) => {
    const order = needOrder(store, input.id);
    if (typeof input.currency === "string" && input.currency !== order.currency) {
      throw new Declined("Currency must be the order's.", "currency");
    }
    return { transaction: transactionView(capture(store, order, input.amount)) };
  },
  orderCreate: ({ order: input }, { store }) => {
    const paid = (input.transactions ?? []).map(({ amountSet, ...each }: Args) => {
      const { amount, currencyCode } = amountSet.presentmentMoney ?? amountSet.shopMoney;
      return { micros: needAmount(amount, currencyCode, "amount"), currency: currencyCode, kind: each.kind };
    });
    const currency = paid[0]?.currency ?? input.presentmentCurrency ?? input.currency ?? store.currency;
    const total = paid.reduce((sum: bigint, { micros }: Args) => sum + micros, 0n);
    const order = store.addOrder({ currency, totalMicros: total });
    for (const { micros, kind, currency: own } of paid)
      bookPayment(store, { order, micros, kind, currency: own });
    return { order: orderView(store, order) };
  },
  orderCancel: ({ orderId, refundMethod, refund: asks }, { store }) => {
    // As little as is said counts as "give it back": the worst that the documentation allows.
    const keeps = refundMethod
      ? refundMethod.originalPaymentMethodsRefund === false &&
        !refundMethod.storeCreditRefund &&
        asks !== true
      : asks === false;
    cancel(store, needOrder(store, orderId), !keeps);
    return { job: { id: gid("Job", store.newId()), done: false } };
  },
  orderMarkAsPaid: ({ input }, { store }) => {
    const order = needOrder(store, input.id);
    pay(store, order, null, undefined);
    return { order: orderView(store, order) };
  },
  orderCreateManualPayment: ({ id, amount }, { store }) => {
    const order = needOrder(store, id);
    pay(store, order, amount?.amount ?? null, amount?.currencyCode);
    return { order: orderView(store, order) };
  },
  draftOrderComplete: ({ id }, { store }) => {
    const draft = store.drafts.get(id.replace("gid://shopify/DraftOrder/", ""));
    if (draft === undefined || draft.orderId !== null) throw new Declined("Draft order not found.", "id");
    const order = store.addOrder({ currency: draft.currency, totalMicros: draft.totalMicros });
    draft.orderId = order.id;
    receive(store, order, "SALE", draft.totalMicros);
    return { draftOrder: draftView(store, draft) };
  },
  // This store captures what it fulfils.
  fulfillmentCreate: ({ fulfillment }, { store }) => {
    const orders = fulfillment.lineItemsByFulfillmentOrder.map(({ fulfillmentOrderId }: Args) => {
      const number = fulfillmentOrderId.replace("gid://shopify/FulfillmentOrder/", "");
      const order = [...store.orders.values()].find((each) => each.fulfillmentOrderId === number);
      if (order === undefined) throw new Declined("Fulfillment order does not exist.", "fulfillment");
      return order;
    });
    for (const order of orders) if (capturable(order) > 0n) capture(store, order, null);
    return { fulfillment: { id: gid("Fulfillment", store.newId()), status: "SUCCESS" } };
  },
  giftCardCreate: ({ input }, { store }) => {
    const micros = needAmount(input.initialValue, store.currency, "initialValue");
    const card = { id: store.newId(), currency: store.currency, micros, enabled: true };
    store.giftCards.set(card.id, card);
    store.move("out", card.currency, micros);
    return { giftCard: giftCardView(card), giftCardCode: "abcdefghijkl1234" };
  },
  giftCardCredit: ({ id, creditInput }, { store }) => {
    const card = store.giftCards.get(id.replace("gid://shopify/GiftCard/", ""));
    const { micros, currency } = credit(store, card, creditInput.creditAmount);
    return {
      giftCardCreditTransaction: {
        id: gid("GiftCardCreditTransaction", store.newId()),
        amount: money(micros, currency),
      },
    };
  },
  storeCreditAccountCredit: ({ id, creditInput }, { store }) => {
    const account = store.storeCredits.get(id.replace("gid://shopify/StoreCreditAccount/", ""));
    const { micros, currency } = credit(store, account, creditInput.creditAmount);
    return {
      storeCreditAccountTransaction: {
        id: gid("StoreCreditAccountCreditTransaction", store.newId()),
        amount: money(micros, currency),
        account: { id, balance: money(account?.micros ?? 0n, currency) },
      },
    };
  },
  appPurchaseOneTimeCreate: ({ name, price }, { store }) => {
    const micros = needAmount(price.amount, price.currencyCode, "price");
    store.move("out", price.currencyCode, micros);
    return {
      appPurchaseOneTime: {
        id: gid("AppPurchaseOneTime", store.newId()),
        name,
        price: money(micros, price.currencyCode),
      },
    };
  },
  appUsageRecordCreate: ({ price }, { store }) => {
    const micros = needAmount(price.amount, price.currencyCode, "price");
    store.move("out", price.currencyCode, micros);
    return {
      appUsageRecord: { id: gid("AppUsageRecord", store.newId()), price: money(micros, price.currencyCode) },
    };
  },
  tagsAdd: ({ id }, { store }) => ({ order: orderView(store, needOrder(store, id)) }),
};

function bookPayment(
  store: Store,
  paid: {
    readonly order: Order;
    readonly micros: bigint;
    readonly kind: string | undefined;
    readonly currency: string;
  },
): void {
  if (paid.kind === "AUTHORIZATION") {
    paid.order.authorizedMicros += paid.micros;
    store.transaction(paid.order, "AUTHORIZATION", paid.micros);
  } else {
    paid.order.receivedMicros += paid.micros;
    store.move("in", paid.currency, paid.micros);
    store.transaction(paid.order, paid.kind ?? "SALE", paid.micros);
  }
}

function credit(
  store: Store,
  balance: Args,
  amount: Args,
): { readonly micros: bigint; readonly currency: string } {
  if (balance === undefined) throw new Declined("Account not found.", "id");
  if (amount.currencyCode !== balance.currency)
    throw new Declined("Currency does not match.", "creditAmount");
  const micros = needAmount(amount.amount, balance.currency, "creditAmount");
  if (microsOf(amount.amount) === null) throw new Declined("Amount is invalid.", "creditAmount");
  balance.micros += micros;
  store.move("out", balance.currency, micros);
  return { micros, currency: balance.currency };
}

const directive = schema.getDirective("idempotent");
const honours = new Set(["refundCreate"]);

/** Wraps a mutation: keys, refusals in the payload, and what was carried out. */
function carriedOut(name: string, resolve: Resolver): Resolver {
  return (args, context, info) => {
    const [node] = info.fieldNodes;
    const given = directive && node && getDirectiveValues(directive, node, info.variableValues);
    const key = typeof given?.key === "string" ? given.key : null;
    if (honours.has(name) && key === null && context.version >= "2026-04") {
      throw new GraphQLError(
        "The @idempotent directive is required for this mutation but was not provided.",
        {
          extensions: { code: "BAD_REQUEST" },
        },
      );
    }
    if (context.isDeclined) return declined(new Declined("Your payment was declined.", "base"));
    if (key === null || !honours.has(name)) return attempt(args, { context, info, resolve });
    if (context.isBlocked) return refusedKey("IDEMPOTENCY_CONCURRENT_REQUEST");
    const fingerprint = JSON.stringify({ name, args });
    const first = context.store.idempotent.get(key);
    if (first === undefined) {
      const result = attempt(args, { context, info, resolve });
      context.store.idempotent.set(key, { fingerprint, result });
      return result;
    }
    if (first.fingerprint !== fingerprint) return refusedKey("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    context.replayed += 1;
    return first.result;
  };
}

interface Attempt {
  readonly context: Context;
  readonly info: GraphQLResolveInfo;
  readonly resolve: Resolver;
}

function attempt(args: Args, { context, info, resolve }: Attempt): unknown {
  try {
    const result = resolve(args, context, info);
    context.executed += 1;
    return { userErrors: [], orderCancelUserErrors: [], ...(result as object) };
  } catch (error) {
    if (error instanceof Declined) return declined(error);
    throw error;
  }
}

function declined({ field, message }: Declined): object {
  const errors = [{ field: field.length === 0 ? null : field, message, code: "INVALID" }];
  return { userErrors: errors, orderCancelUserErrors: errors };
}

const refusedKey = (code: string) => ({
  userErrors: [{ field: null, message: "The idempotency key cannot be used for this request.", code }],
});

/** Root value of an execution. */
export const rootValue: Readonly<Record<string, Resolver>> = {
  ...queries,
  ...Object.fromEntries(
    Object.entries(mutations).map(([name, resolve]) => [name, carriedOut(name, resolve)]),
  ),
};
