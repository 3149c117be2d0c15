import { type CostRule, free, textAt, unknown } from "./cost.ts";
import { hasOnly, labels } from "./inert.ts";

/** To end a subscription at the end of its period neither charges nor credits. */
export const updateSubscription: CostRule = (body) =>
  hasOnly(body, { ...labels, cancellation_details: "any", cancel_at_period_end: ["true"] })
    ? free
    : unknown(
        "What a change of a subscription charges is not in the request: POST /v1/invoices/create_preview tells.",
      );

/** Ends a subscription now. Both switches have had other defaults, so only an explicit `false` says "no money". */
export const cancelSubscription: CostRule = (body) =>
  textAt(body, "invoice_now") === "false" && textAt(body, "prorate") === "false"
    ? free
    : unknown(
        "Ending a subscription now can invoice or credit what is left of the period. Send invoice_now=false and prorate=false.",
      );

export const deleteSubscriptionItem: CostRule = (body) =>
  textAt(body, "proration_behavior") === "none"
    ? free
    : unknown("Removing an item credits what is left of the period. Send proration_behavior=none.");
