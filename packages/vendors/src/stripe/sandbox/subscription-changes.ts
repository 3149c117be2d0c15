import type { Call } from "./call.ts";
import { isRecord } from "./form.ts";
import { newId } from "./ids.ts";
import { type Line, totalOf } from "./lines.ts";
import type { Params } from "./params.ts";
import { linesOfItems } from "./subscription-items.ts";
import type { Subscription, SubscriptionItem } from "./subscriptions.ts";

const prorations = ["always_invoice", "create_prorations", "none"] as const;

/**
 * The lines that changing a subscription's items bills at once; none where the change waits for the next period.
 * A new period begins, and is billed whole, when the trial or the billing cycle is ended `now` or the interval changes.
 * `always_invoice` bills the difference, here without regard to the time left in the period: the most it can be.
 */
export function linesBilledNow(
  call: Call,
  subscription: Subscription,
  change: { params: Params; items: readonly SubscriptionItem[] },
): readonly Line[] {
  const { params, items } = change;
  const proration = params.oneOf("proration_behavior", prorations) ?? "create_prorations";
  const after = linesOfItems(call.params, items, subscription.id);
  if (beginsPeriod(subscription, change)) return after;
  if (proration !== "always_invoice" || subscription.status === "trialing") return [];
  const before = linesOfItems(call.params, subscription.items, subscription.id);
  const difference = totalOf(after) - totalOf(before);
  return difference > 0 ? [differenceLine(subscription, difference)] : [];
}

function beginsPeriod(
  subscription: Subscription,
  change: { params: Params; items: readonly SubscriptionItem[] },
): boolean {
  const trialEnds = change.params.text("trial_end") === "now" && subscription.status === "trialing";
  const cycleRestarts = readAnchor(change.params) === "now";
  return trialEnds || cycleRestarts || intervalOf(change.items) !== intervalOf(subscription.items);
}

/** A word in older API versions, `billing_cycle_anchor[type]` since. */
function readAnchor(params: Params): string | null {
  const anchor = params.record.billing_cycle_anchor;
  return isRecord(anchor)
    ? (params.nested("billing_cycle_anchor")?.text("type") ?? null)
    : params.text("billing_cycle_anchor");
}

function intervalOf(items: readonly SubscriptionItem[]): string {
  const recurring = items[0]?.price.recurring;
  return `${recurring?.intervalCount} ${recurring?.interval}`;
}

function differenceLine(subscription: Subscription, amount: number): Line {
  return {
    id: newId("il_"),
    amount,
    currency: subscription.currency,
    description: "Remaining time after the change",
    quantity: "1",
    unitAmount: String(amount),
    price: null,
    subscription: subscription.id,
  };
}
