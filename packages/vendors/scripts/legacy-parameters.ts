/**
 * Aliases that the SDK has no method for, in the grammar of `src/stripe/parameters.ts`. They take what the
 * endpoint takes that they stand for, which `renew-stripe.ts` looks up, less what their path already says.
 */
export const legacyAliases: Readonly<Record<string, string>> = {
  "POST /v1/application_fees/{id}/refund": "POST /v1/application_fees/{id}/refunds",
  "POST /v1/charges/{charge}/dispute/close": "POST /v1/disputes/{id}/close",
  "POST /v1/charges/{charge}/refund": "POST /v1/refunds",
  "POST /v1/charges/{charge}/refunds": "POST /v1/refunds",
  "POST /v1/customers/{customer}/subscriptions": "POST /v1/subscriptions",
  "POST /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": "POST /v1/subscriptions/{id}",
  "DELETE /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": "DELETE /v1/subscriptions/{id}",
};

/** Gone from the SDK with no successor: https://docs.stripe.com/api/usage_records/create (API before 2025-03-31). */
export const goneParameters: Readonly<Record<string, string>> = {
  "POST /v1/subscription_items/{subscription_item}/usage_records": "action,expand[],quantity,timestamp",
};

/**
 * Left out of the newest SDK, but sent by every caller on an older API version, and free of money themselves
 * (stripe-node changelog, 23.0.0: "Remove support for `payment_method_types`").
 */
export const olderParameters: Readonly<Record<string, string>> = {
  "POST /v1/checkout/sessions": "payment_method_types[]",
  "POST /v1/payment_intents": "payment_method_types[]",
  "POST /v1/payment_intents/{id}": "payment_method_types[]",
  "POST /v1/payment_intents/{id}/confirm": "payment_method_types[]",
};
