import type { RefusalFault } from "../../sandbox/faults.ts";
import type { Execution, SandboxRequest } from "../../sandbox.ts";
import { cancel, capture, Declined, needAmount, needOrder, pay, receive, refund } from "./acts.ts";
import { answer, numeric, type Reply } from "./answers.ts";
import { decimalOf } from "./decimals.ts";
import { failed } from "./graphql.ts";
import { type Order, outstanding, type Refund, refundable, type Store, type Transaction } from "./store.ts";

// biome-ignore lint/suspicious/noExplicitAny: bodies of callers, of which anything may be missing
type Body = any;

interface RestCall {
  readonly store: Store;
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly path: string;
}

type Handler = (call: RestCall) => Reply;

const transactionJson = (order: Order, each: Transaction) => ({
  id: numeric(each.id),
  order_id: numeric(order.id),
  kind: each.kind.toLowerCase(),
  status: each.status.toLowerCase(),
  amount: decimalOf(each.micros),
  currency: each.currency,
});

const refundJson = (order: Order, made: Refund) => ({
  id: numeric(made.id),
  order_id: numeric(order.id),
  created_at: made.createdAt,
  note: made.note,
  transactions: made.transactions.map((each) => transactionJson(order, each)),
});

const orderJson = (order: Order) => ({
  id: numeric(order.id),
  name: order.name,
  currency: "USD",
  presentment_currency: order.currency,
  total_price: decimalOf(order.totalMicros),
  cancelled_at: order.cancelled ? "2026-11-25T10:00:00Z" : null,
});

const routes: ReadonlyArray<readonly [method: string, path: RegExp, handle: Handler]> = [
  ["GET", /^\/shop\.json$/, () => ok({ shop: { id: 1, name: "Sandbox", currency: "USD" } })],
  ["GET", /^\/orders\.json$/, (call) => page(call, "orders", [...call.store.orders.values()].map(orderJson))],
  ["GET", /^\/orders\/(\d+)\.json$/, ({ store, ids }) => ok({ order: orderJson(needOrder(store, ids[0])) })],
  [
    "GET",
    /^\/orders\/(\d+)\/refunds\.json$/,
    (call) => {
      const order = needOrder(call.store, call.ids[0]);
      return page(
        call,
        "refunds",
        order.refunds.map((each) => refundJson(order, each)),
      );
    },
  ],
  ["POST", /^\/orders\/(\d+)\/refunds\/calculate\.json$/, calculate],
  ["POST", /^\/orders\/(\d+)\/refunds\.json$/, createRefund],
  ["POST", /^\/orders\/(\d+)\/transactions\.json$/, createTransaction],
  ["POST", /^\/orders\/(\d+)\/cancel\.json$/, cancelOrder],
  ["POST", /^\/orders\.json$/, createOrder],
  ["POST", /^\/gift_cards\.json$/, createGiftCard],
  ["PUT", /^\/draft_orders\/(\d+)\/complete\.json$/, completeDraft],
];

/** What is left to do with a REST request; null where the store has no such path. */
export function receiveRest(store: Store, request: SandboxRequest): Execution | null {
  const [, path = ""] = /^\/admin\/api\/[^/]+(\/.*)$/.exec(request.path) ?? [];
  for (const [method, pattern, handle] of routes) {
    const found = method === request.method ? pattern.exec(path) : null;
    if (found === null) continue;
    const query = new URLSearchParams(request.query);
    const text = request.body.toString("utf8");
    return {
      abandon: () => {},
      refuse: (fault) => answer(injected(fault)),
      run: () => answer(carryOut(handle, { store, ids: found.slice(1), query, path, body: parseBody(text) })),
    };
  }
  return null;
}

function carryOut(handle: Handler, call: RestCall): Reply {
  call.store.takeMovements();
  try {
    if (call.body === undefined) return failed(400, "Bad Request");
    const reply = handle(call);
    return { ...reply, movements: call.store.takeMovements() };
  } catch (error) {
    if (error instanceof Declined) return { status: 422, value: { errors: { base: [error.message] } } };
    throw error;
  }
}

function injected(fault: RefusalFault): Reply {
  switch (fault) {
    case "decline":
      return { status: 422, value: { errors: { base: ["Your payment was declined."] } } };
    case "rate_limit":
      return {
        ...failed(
          429,
          "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.",
        ),
        headers: { "retry-after": "2.0" },
      };
    case "conflict":
      return failed(409, "Conflict");
    case "server_error":
      return failed(500, "Internal Server Error");
    default:
      return fault satisfies never;
  }
}

const ok = (value: object, objectId: string | null = null): Reply => ({
  status: 200,
  value,
  objectId,
  executed: true,
});
const made = (value: object, objectId: string): Reply => ({ status: 201, value, objectId, executed: true });

function parseBody(text: string): Body {
  if (text === "") return {};
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return undefined;
  }
}

/** One page, and the whole URLs of the pages around it in `Link`, which name the store itself. */
function page({ query, path }: RestCall, name: string, all: readonly object[]): Reply {
  const limit = Math.min(Number(query.get("limit") ?? 50), 250);
  const start = Number(Buffer.from(query.get("page_info") ?? "MA==", "base64url").toString("utf8")) || 0;
  const link = (from: number, rel: string) => {
    const token = Buffer.from(String(from)).toString("base64url");
    return `<https://sandbox.myshopify.com/admin/api/2026-04${path}?limit=${limit}&page_info=${token}>; rel="${rel}"`;
  };
  const links = [
    ...(start > 0 ? [link(Math.max(0, start - limit), "previous")] : []),
    ...(start + limit < all.length ? [link(start + limit, "next")] : []),
  ];
  const headers: Record<string, string> = links.length === 0 ? {} : { link: links.join(", ") };
  return { ...ok({ [name]: all.slice(start, start + limit) }), headers };
}

const field = ({ query, body }: RestCall, name: string): unknown =>
  body[name] ?? query.get(name) ?? undefined;

function calculate({ store, ids }: RestCall): Reply {
  const order = needOrder(store, ids[0]);
  const transactions = [
    {
      kind: "suggested_refund",
      amount: decimalOf(refundable(order)),
      currency: order.currency,
      parent_id: null,
    },
  ];
  return ok({ refund: { currency: order.currency, transactions } });
}

function createRefund({ store, ids, body }: RestCall): Reply {
  const order = needOrder(store, ids[0]);
  const asked = body.refund ?? {};
  const list: Body[] = asked.transactions ?? [];
  const refunded = refund(store, order, {
    amounts: list.map(({ amount }) => amount),
    storeCredits: [],
    currency: asked.currency ?? list[0]?.currency,
    note: asked.note ?? null,
    allowOver: false,
  });
  return made({ refund: refundJson(order, refunded) }, refunded.id);
}

function createTransaction({ store, ids, body }: RestCall): Reply {
  const order = needOrder(store, ids[0]);
  const { kind, amount = null, currency } = body.transaction ?? {};
  if (typeof currency === "string" && currency !== order.currency)
    throw new Declined("Currency is not the order's.");
  const done = () => {
    switch (kind) {
      case "capture":
        return capture(store, order, amount);
      case "sale":
        return pay(store, order, amount, currency);
      case "refund": {
        const whole = amount ?? decimalOf(refundable(order));
        const asked = { storeCredits: [], currency, note: null, allowOver: false };
        return refund(store, order, { ...asked, amounts: [whole] }).transactions[0];
      }
      case "void":
        order.authorizedMicros = 0n;
        return store.transaction(order, "VOID", 0n);
      default:
        throw new Declined("kind is not included in the list");
    }
  };
  const transaction = done();
  if (transaction === undefined) throw new Declined("Nothing to do.");
  return made({ transaction: transactionJson(order, transaction) }, transaction.id);
}

function cancelOrder(call: RestCall): Reply {
  const { store, ids, body } = call;
  const order = needOrder(store, ids[0]);
  const amount = field(call, "amount");
  const amounts = [
    ...(amount === undefined ? [] : [amount]),
    ...(body.refund?.transactions ?? []).map((each: Body) => each.amount),
  ];
  const asked = { storeCredits: [], currency: field(call, "currency"), note: null, allowOver: false };
  if (amounts.length > 0) refund(store, order, { ...asked, amounts });
  cancel(store, order, false);
  return ok({ order: orderJson(order) }, order.id);
}

function createOrder({ store, body }: RestCall): Reply {
  const asked = body.order ?? {};
  const currency = asked.presentment_currency ?? asked.currency ?? store.currency;
  const parts: bigint[] = (asked.transactions ?? []).map((each: Body) =>
    needAmount(each.amount, currency, "amount"),
  );
  const order = store.addOrder({ currency, totalMicros: parts.reduce((sum, part) => sum + part, 0n) });
  for (const part of parts) receive(store, order, "SALE", part);
  return made({ order: { ...orderJson(order), outstanding: decimalOf(outstanding(order)) } }, order.id);
}

function createGiftCard({ store, body }: RestCall): Reply {
  const asked = body.gift_card ?? {};
  const currency = asked.currency ?? store.currency;
  const micros = needAmount(asked.initial_value, currency, "initial_value");
  const card = { id: store.newId(), currency, micros, enabled: true };
  store.giftCards.set(card.id, card);
  store.move("out", currency, micros);
  const json = {
    id: numeric(card.id),
    currency,
    initial_value: decimalOf(micros),
    balance: decimalOf(micros),
  };
  return made({ gift_card: json }, card.id);
}

function completeDraft({ store, ids }: RestCall): Reply {
  const draft = store.drafts.get(ids[0] ?? "");
  if (draft === undefined || draft.orderId !== null)
    throw new Declined("This draft order cannot be completed.");
  const order = store.addOrder({ currency: draft.currency, totalMicros: draft.totalMicros });
  draft.orderId = order.id;
  receive(store, order, "SALE", draft.totalMicros);
  return ok(
    { draft_order: { id: numeric(draft.id), status: "completed", order_id: numeric(order.id) } },
    draft.id,
  );
}
