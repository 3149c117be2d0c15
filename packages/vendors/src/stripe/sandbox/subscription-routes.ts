import type { Call } from "./call.ts";
import { changeSubscription, isCanceled } from "./change-subscription.ts";
import { customerKind } from "./customers.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import { readItemLine } from "./invoice-items.ts";
import { readCurrencyOf } from "./lines.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { missingIn, type Reply } from "./replies.ts";
import { del, post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";
import { billSubscription, paymentBehaviors } from "./subscription-billing.ts";
import { linesOfItems, readItems } from "./subscription-items.ts";
import { type Subscription, subscriptionKind } from "./subscriptions.ts";

const collectionMethods = ["charge_automatically", "send_invoice"] as const;
const DAY_SECONDS = 24 * 3_600;

function createSubscription(call: Call): Reply {
  return createFor(call, call.params.required("customer"));
}

/** Creates a subscription and, unless it starts with a trial, bills and charges its first period at once. */
function createFor(call: Call, customerId: string): Reply {
  const { params } = call;
  const customer = call.account.rows(customerKind).get(customerId);
  if (params.problem !== null) return params.problem;
  if (customer === undefined || customer.deleted) return missingIn("customer", "customer", customerId);
  const id = newId("sub_");
  const items = readItems(call, params.records("items"), []);
  if (items.length === 0) params.report("items", "parameter_missing", "Missing required param: items.");
  const trialEnd = readTrialEnd(call);
  const period = trialEnd === null ? linesOfItems(params, items, id) : [];
  const extras = params.records("add_invoice_items").map((entry) => readItemLine(call, entry));
  const lines = [...period, ...extras.filter((line) => line !== null)];
  const behavior = params.oneOf("payment_behavior", paymentBehaviors) ?? "allow_incomplete";
  const row: Subscription = {
    id,
    created: call.now,
    status: trialEnd === null ? "active" : "trialing",
    customer: customer.id,
    currency: readCurrencyOf(params, lines, items[0]?.price.currency ?? "usd"),
    items,
    collectionMethod: params.oneOf("collection_method", collectionMethods) ?? "charge_automatically",
    defaultPaymentMethod: params.text("default_payment_method"),
    latestInvoice: null,
    trialEnd,
    cancelAtPeriodEnd: params.boolean("cancel_at_period_end") ?? false,
    canceledAt: null,
    description: params.text("description"),
    metadata: params.metadata(),
  };
  if (params.problem !== null) return params.problem;
  const billed = billSubscription(call, row, { lines, reason: "subscription_create", behavior });
  if (!billed.ok) return billed.reply;
  const status = billed.unpaid ? "incomplete" : row.status;
  const created = call.add(subscriptionKind, { ...row, status, latestInvoice: billed.invoice.id });
  emit(call, "customer.subscription.created", subscriptionKind, created);
  return call.answer(subscriptionKind, created);
}

function updateSubscription(call: Call, position = 0): Reply {
  const found = call.named(subscriptionKind, position);
  if (!found.ok) return found.reply;
  const { params } = call;
  const before = found.row;
  const items = readItems(call, params.records("items"), before.items);
  const extras = params.records("add_invoice_items").map((entry) => readItemLine(call, entry));
  const trialEnds = before.status === "trialing" && params.text("trial_end") === "now";
  const changes: Partial<Subscription> = {
    items,
    cancelAtPeriodEnd: params.boolean("cancel_at_period_end") ?? before.cancelAtPeriodEnd,
    defaultPaymentMethod: params.updated("default_payment_method", before.defaultPaymentMethod),
    description: params.updated("description", before.description),
    metadata: params.metadata(before.metadata),
    ...(trialEnds && { trialEnd: null, status: "active" }),
  };
  const changed = changeSubscription(call, before, {
    items,
    changes,
    extras: extras.filter((line) => line !== null),
  });
  return changed.ok ? call.answer(subscriptionKind, changed.row) : changed.reply;
}

function cancelSubscription(call: Call, position = 0): Reply {
  const found = call.named(subscriptionKind, position);
  if (!found.ok) return found.reply;
  if (found.row.status === "canceled") return isCanceled();
  const changes = { status: "canceled", canceledAt: call.now } as const;
  return call.answer(subscriptionKind, call.change(subscriptionKind, found.row, changes));
}

/** Unix seconds; null without a trial. */
function readTrialEnd(call: Call): number | null {
  const days = call.params.integer("trial_period_days") ?? 0;
  if (days > 0) return call.now + days * DAY_SECONDS;
  if (call.params.text("trial_end") === "now") return null;
  const end = call.params.integer("trial_end") ?? 0;
  return end > call.now ? end : null;
}

export const subscriptionRoutes: readonly Route[] = [
  post("/v1/subscriptions", createSubscription),
  searchRoute("/v1/subscriptions/search", subscriptionKind),
  listRoute("/v1/subscriptions", subscriptionKind, {
    customer: (row) => row.customer,
    status: (row) => row.status,
  }),
  retrieveRoute("/v1/subscriptions/{id}", subscriptionKind),
  post("/v1/subscriptions/{id}", (call) => updateSubscription(call)),
  del("/v1/subscriptions/{id}", (call) => cancelSubscription(call)),
  post("/v1/customers/{customer}/subscriptions", (call) => createFor(call, call.ids[0] ?? "")),
  post("/v1/customers/{customer}/subscriptions/{id}", (call) => updateSubscription(call, 1)),
  del("/v1/customers/{customer}/subscriptions/{id}", (call) => cancelSubscription(call, 1)),
];
