import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { referredCustomer } from "./customers.ts";
import { newId } from "./ids.ts";
import { type Line, readCurrencyOf, readPricedLine, totalOf } from "./lines.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, type WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface CheckoutSession {
  readonly id: string;
  readonly created: number;
  readonly mode: string;
  readonly status: "open" | "expired";
  readonly customer: string | null;
  readonly currency: string;
  readonly lines: readonly Line[];
  /** Minor units. */
  readonly shipping: number;
  readonly successUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const sessionKind: Kind<CheckoutSession> = {
  object: "checkout.session",
  prefix: "cs_",
  render: renderSession,
};

const DAY_SECONDS = 24 * 3_600;

/** A page that a payer may complete; nobody does in this sandbox, so nothing ever moves. */
function createSession(call: Call): Reply {
  const { params } = call;
  const mode = params.oneOf("mode", ["payment", "subscription", "setup"]) ?? params.required("mode");
  const customer = referredCustomer(call);
  if (!customer.ok) return customer.reply;
  const entries = params.records("line_items").map((entry) => readPricedLine(call, entry));
  const lines = entries.filter((line) => line !== null);
  if (lines.length === 0 && mode !== "setup") params.required("line_items");
  const row: CheckoutSession = {
    id: newId(call.account.livemode ? "cs_live_" : "cs_test_", 58),
    created: call.now,
    mode,
    status: "open",
    customer: customer.row?.id ?? null,
    currency: readCurrencyOf(params, lines, params.currency() ?? "usd"),
    lines,
    shipping: readShipping(call),
    successUrl: params.text("success_url"),
    metadata: params.metadata(),
  };
  if (params.problem !== null) return params.problem;
  return call.answer(sessionKind, call.add(sessionKind, row));
}

/** The first option is the one selected until a payer chooses another. */
function readShipping(call: Call): number {
  const [first] = call.params.records("shipping_options");
  return first?.nested("shipping_rate_data")?.nested("fixed_amount")?.integer("amount") ?? 0;
}

function expireSession(call: Call): Reply {
  const found = call.named(sessionKind);
  if (!found.ok) return found.reply;
  if (found.row.status !== "open")
    return impossible("session_not_open", "Only open sessions can be expired.");
  return call.answer(sessionKind, call.change(sessionKind, found.row, { status: "expired" }));
}

function renderSession(row: CheckoutSession, livemode: boolean): WireObject {
  const subtotal = totalOf(row.lines);
  return {
    id: row.id,
    object: "checkout.session",
    amount_subtotal: subtotal,
    amount_total: subtotal + row.shipping,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    cancel_url: null,
    client_reference_id: null,
    client_secret: null,
    created: row.created,
    currency: row.currency,
    custom_fields: [],
    custom_text: {},
    customer: row.customer,
    customer_details: null,
    customer_email: null,
    discounts: [],
    expires_at: row.created + DAY_SECONDS,
    invoice: null,
    livemode,
    metadata: row.metadata,
    mode: row.mode,
    payment_intent: null,
    payment_link: null,
    payment_method_types: ["card"],
    payment_status: "unpaid",
    setup_intent: null,
    shipping_cost: null,
    shipping_options: [],
    status: row.status,
    subscription: null,
    success_url: row.successUrl,
    total_details: { amount_discount: 0, amount_shipping: row.shipping, amount_tax: 0 },
    ui_mode: "hosted",
    url: row.status === "open" ? `https://checkout.stripe.com/c/pay/${row.id}` : null,
  };
}

export const checkoutSessionRoutes: readonly Route[] = [
  post("/v1/checkout/sessions", createSession),
  listRoute("/v1/checkout/sessions", sessionKind, {
    customer: (row) => row.customer,
    status: (row) => row.status,
  }),
  retrieveRoute("/v1/checkout/sessions/{id}", sessionKind),
  post("/v1/checkout/sessions/{id}/expire", expireSession),
];
