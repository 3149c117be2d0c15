import type { Call } from "./call.ts";
import { customerKind } from "./customers.ts";
import { newRecord } from "./form.ts";
import { pendingLines, readItemLine } from "./invoice-items.ts";
import { draftInvoice, renderInvoice } from "./invoices.ts";
import { type Line, readCurrencyOf } from "./lines.ts";
import { Params } from "./params.ts";
import { missingIn, type Reply } from "./replies.ts";
import { linesBilledNow } from "./subscription-changes.ts";
import { linesOfItems, readItems } from "./subscription-items.ts";
import { type Subscription, subscriptionKind } from "./subscriptions.ts";

/** What the next invoice would come to; makes, changes and moves nothing. */
export function previewInvoice(call: Call): Reply {
  const { params } = call;
  const subscription = call.referred(subscriptionKind, "subscription");
  if (!subscription.ok) return subscription.reply;
  const customer = params.text("customer") ?? subscription.row?.customer ?? null;
  if (customer !== null && call.account.rows(customerKind).get(customer) === undefined) {
    return missingIn("customer", "customer", customer);
  }
  const planned = plannedLines(call, subscription.row);
  const extras = params.records("invoice_items").map((entry) => readItemLine(call, entry));
  const own = [...planned, ...extras.filter((line) => line !== null)];
  const currency = readCurrencyOf(params, own, params.currency() ?? subscription.row?.currency ?? "usd");
  if (params.problem !== null) return params.problem;
  const pending = customer === null ? [] : pendingLines(call, customer, currency);
  const draft = draftInvoice(call, {
    customer: customer ?? "",
    currency,
    lines: [...own, ...pending],
    billingReason: "upcoming",
    subscription: subscription.row?.id ?? null,
  });
  const preview = { ...renderInvoice(draft, call.account.livemode), id: `upcoming_${draft.id}` };
  return call.answerWith(null, () => preview);
}

function plannedLines(call: Call, subscription: Subscription | null): readonly Line[] {
  const details = call.params.nested("subscription_details") ?? new Params(newRecord());
  const items = readItems(call, details.records("items"), subscription?.items ?? []);
  if (subscription === null) {
    const trial = (details.integer("trial_end") ?? 0) > call.now;
    return trial ? [] : linesOfItems(call.params, items, "");
  }
  const now = linesBilledNow(call, subscription, { params: details, items });
  return now.length > 0 ? now : linesOfItems(call.params, items, subscription.id);
}
