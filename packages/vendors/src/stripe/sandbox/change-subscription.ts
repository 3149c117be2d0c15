import type { Call } from "./call.ts";
import { addPendingItem } from "./invoice-items.ts";
import type { Line } from "./lines.ts";
import { impossible, type Reply } from "./replies.ts";
import { billSubscription, paymentBehaviors } from "./subscription-billing.ts";
import { linesBilledNow } from "./subscription-changes.ts";
import { type Subscription, type SubscriptionItem, subscriptionKind } from "./subscriptions.ts";

export interface SubscriptionChange {
  readonly items: readonly SubscriptionItem[];
  readonly changes: Partial<Subscription>;
  /** Wait for the next invoice, unless the change makes one. */
  readonly extras: readonly Line[];
}

type Changed =
  | { readonly ok: true; readonly row: Subscription }
  | { readonly ok: false; readonly reply: Reply };

/** Changes a subscription, and bills what the change bills at once. */
export function changeSubscription(
  call: Call,
  before: Subscription,
  { items, changes, extras }: SubscriptionChange,
): Changed {
  const { params } = call;
  const lines = linesBilledNow(call, before, { params, items });
  const behavior = params.oneOf("payment_behavior", paymentBehaviors) ?? "allow_incomplete";
  if (params.problem !== null) return { ok: false, reply: params.problem };
  if (before.status === "canceled") return { ok: false, reply: isCanceled() };
  for (const line of extras) addPendingItem(call, before.customer, line);
  if (lines.length === 0) return { ok: true, row: call.change(subscriptionKind, before, changes) };
  const row = { ...before, ...changes };
  const billed = billSubscription(call, row, { lines, reason: "subscription_update", behavior });
  if (!billed.ok) return billed;
  const status = billed.unpaid ? "past_due" : row.status;
  const after = { ...changes, status, latestInvoice: billed.invoice.id };
  return { ok: true, row: call.change(subscriptionKind, before, after) };
}

export function isCanceled(): Reply {
  return impossible("subscription_canceled", "This subscription is canceled.");
}
