import type { Endpoint } from "../../endpoint.ts";
import type { FormTree } from "../../form.ts";
import { costsMoney } from "../../money-classes.ts";
import { amountIn } from "../endpoints.ts";
import {
  climateOrder,
  creditGrant,
  customerBalance,
  nestedAmount,
  plainAmount,
} from "./amount-in-request.ts";
import { captureCharge, createRefund, createTransfer, refundCharge } from "./charges.ts";
import { createCheckoutSession } from "./checkout.ts";
import { type Cost, type CostRule, free, unknown } from "./cost.ts";
import { createCustomer, updateCustomer } from "./customers.ts";
import { closeDispute, closeDisputeOfCharge } from "./disputes.ts";
import { hasOnly, type InertFields, labels } from "./inert.ts";
import { createInvoice, finalizeInvoice, payInvoice, updateInvoice } from "./invoices.ts";
import {
  applyCustomerBalance,
  capturePaymentIntent,
  confirmPaymentIntent,
  incrementAuthorization,
  updatePaymentIntent,
} from "./payment-intents.ts";
import {
  cancelSubscription,
  createSubscription,
  createSubscriptionItem,
  createSubscriptionOf,
  deleteSubscriptionItem,
  updateSubscription,
  updateSubscriptionItem,
} from "./subscriptions.ts";

/** Free while the body says no more than these fields; else the amount is elsewhere. */
const onlyLabels =
  (why: string, fields: InertFields = labels): CostRule =>
  (body) =>
    hasOnly(body, fields) ? free : unknown(why);

/** How each endpoint's cost is reckoned. One that costs money and is not here has its amount elsewhere. */
const costRules: Readonly<Record<string, CostRule>> = {
  "POST /v1/billing/credit_grants": creditGrant,
  "POST /v1/charges": plainAmount,
  "POST /v1/charges/{charge}/dispute/close": closeDisputeOfCharge,
  "POST /v1/charges/{charge}/refund": refundCharge,
  "POST /v1/charges/{charge}/refunds": refundCharge,
  "POST /v1/charges/{id}/capture": captureCharge,
  "POST /v1/checkout/sessions": createCheckoutSession,
  "POST /v1/checkout/sessions/{id}": onlyLabels(
    "A change of what the payer is charged is not fully in the request.",
  ),
  "POST /v1/climate/orders": climateOrder,
  "POST /v1/customers": createCustomer,
  "POST /v1/customers/{id}": updateCustomer,
  "POST /v1/customers/{id}/balance_transactions": customerBalance,
  "POST /v1/customers/{customer}/subscriptions": createSubscriptionOf,
  "POST /v1/disputes/{id}/close": closeDispute,
  "POST /v1/forwarding/requests": () =>
    unknown("This hands card details to another processor, which can charge them by any amount."),
  "POST /v1/invoiceitems/{id}": onlyLabels(
    "What the next invoice collects is not fully in the request: tax may be added.",
  ),
  "POST /v1/invoices": createInvoice,
  "POST /v1/invoices/{id}": updateInvoice,
  "POST /v1/invoices/{id}/finalize": finalizeInvoice,
  "POST /v1/invoices/{id}/pay": payInvoice,
  "POST /v1/invoices/{id}/send": finalizeInvoice,
  "POST /v1/payment_intents": plainAmount,
  "POST /v1/payment_intents/{id}": updatePaymentIntent,
  "POST /v1/payment_intents/{id}/apply_customer_balance": applyCustomerBalance,
  "POST /v1/payment_intents/{id}/capture": capturePaymentIntent,
  "POST /v1/payment_intents/{id}/confirm": confirmPaymentIntent,
  "POST /v1/payment_intents/{id}/increment_authorization": incrementAuthorization,
  "POST /v1/payment_links/{id}": onlyLabels("A payment link can be paid any number of times.", {
    ...labels,
    active: ["false"],
    inactive_message: "any",
  }),
  "POST /v1/payouts": plainAmount,
  "POST /v1/refunds": createRefund,
  "POST /v1/subscription_items": createSubscriptionItem,
  "POST /v1/subscription_items/{id}": updateSubscriptionItem,
  "POST /v1/subscription_schedules/{id}": onlyLabels(
    "What the schedule charges is not in the request: POST /v1/invoices/create_preview tells.",
  ),
  "POST /v1/subscriptions": createSubscription,
  "POST /v1/subscriptions/{id}": updateSubscription,
  "POST /v1/subscriptions/{id}/pause": () =>
    unknown(
      "Pausing can invoice the usage so far and credit the rest, by amounts that are not in the request.",
    ),
  "DELETE /v1/subscriptions/{id}": cancelSubscription,
  "DELETE /v1/subscription_items/{id}": deleteSubscriptionItem,
  "POST /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": updateSubscription,
  "DELETE /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": cancelSubscription,
  "POST /v1/topups": plainAmount,
  "POST /v1/transfers": createTransfer,
  "POST /v1/treasury/inbound_transfers": plainAmount,
  "POST /v1/treasury/outbound_payments": plainAmount,
  "POST /v1/treasury/outbound_transfers": plainAmount,
  "POST /v2/money_management/inbound_transfers": nestedAmount,
  "POST /v2/money_management/outbound_payments": nestedAmount,
  "POST /v2/money_management/payout_intents": nestedAmount,
};

/** Whether a body of this endpoint must be judged: it costs money, or can hide something that does. */
export const isJudged = (endpoint: Endpoint): boolean =>
  costsMoney(endpoint.class) || costRules[endpoint.name] !== undefined;

/** @param ids the path's parameters, in order */
export function costOf(endpoint: Endpoint, body: FormTree, ids: readonly string[]): Cost {
  const rule = costRules[endpoint.name];
  if (rule !== undefined) return rule(body, ids);
  if (!costsMoney(endpoint.class)) return free;
  if (endpoint.class === "VENDOR_FEE")
    return unknown("Stripe may take a fee for each call, at a price that it does not publish.");
  const where = amountIn(endpoint.name);
  return unknown(
    where === undefined
      ? "What this call moves is not in the request."
      : `What this call moves is not in the request: ${where} would tell.`,
  );
}
