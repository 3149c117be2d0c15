import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { type Line, readCurrencyOf, readPricedLine } from "./lines.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import type { Reply, WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface PaymentLink {
  readonly id: string;
  readonly created: number;
  readonly active: boolean;
  readonly currency: string;
  readonly lines: readonly Line[];
  readonly metadata: Readonly<Record<string, string>>;
}

const paymentLinkKind: Kind<PaymentLink> = {
  object: "payment_link",
  prefix: "plink_",
  render: renderPaymentLink,
};

/** A link that anybody may pay, any number of times; nobody does in this sandbox. */
function createPaymentLink(call: Call): Reply {
  const { params } = call;
  const entries = params.records("line_items").map((entry) => readPricedLine(call, entry));
  const lines = entries.filter((line) => line !== null);
  if (lines.length === 0) params.required("line_items");
  const currency = readCurrencyOf(params, lines, params.currency() ?? "usd");
  const metadata = params.metadata();
  if (params.problem !== null) return params.problem;
  const row = { id: newId("plink_"), created: call.now, active: true, currency, lines, metadata };
  return call.answer(paymentLinkKind, call.add(paymentLinkKind, row));
}

function updatePaymentLink(call: Call): Reply {
  const found = call.named(paymentLinkKind);
  if (!found.ok) return found.reply;
  const changes = {
    active: call.params.boolean("active") ?? found.row.active,
    metadata: call.params.metadata(found.row.metadata),
  };
  if (call.params.problem !== null) return call.params.problem;
  return call.answer(paymentLinkKind, call.change(paymentLinkKind, found.row, changes));
}

function renderPaymentLink(row: PaymentLink, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "payment_link",
    active: row.active,
    after_completion: { hosted_confirmation: { custom_message: null }, type: "hosted_confirmation" },
    allow_promotion_codes: false,
    application: null,
    application_fee_amount: null,
    application_fee_percent: null,
    currency: row.currency,
    custom_fields: [],
    custom_text: {},
    livemode,
    metadata: row.metadata,
    payment_method_types: null,
    shipping_options: [],
    url: `https://buy.stripe.com/${row.id}`,
  };
}

export const paymentLinkRoutes: readonly Route[] = [
  post("/v1/payment_links", createPaymentLink),
  listRoute("/v1/payment_links", paymentLinkKind),
  retrieveRoute("/v1/payment_links/{id}", paymentLinkKind),
  post("/v1/payment_links/{id}", updatePaymentLink),
];
