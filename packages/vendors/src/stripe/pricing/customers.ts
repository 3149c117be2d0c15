import { type CostRule, free, textAt, unknown } from "./cost.ts";

/** Up to API version 2018-05-21 a customer could be created or updated together with a subscription. */
const subscribing = ["plan", "items", "quantity", "subscription", "trial_end"] as const;

const subscribes = unknown(
  "In older API versions this field starts a subscription, whose price is not in the request.",
);

export const createCustomer: CostRule = (body) => {
  if (subscribing.some((name) => body.has(name))) return subscribes;
  const balance = textAt(body, "balance") ?? textAt(body, "account_balance");
  if (balance === undefined || balance === "0") return free;
  return unknown(
    "A customer's starting balance is credit or debt in a currency that is not in the request. Use POST /v1/customers/{id}/balance_transactions.",
  );
};

/**
 * Setting a balance gives or takes the difference to the one before, and a new `source` makes Stripe collect the
 * invoices that are past due (https://docs.stripe.com/api/customers/update). Neither amount is in the request.
 */
export const updateCustomer: CostRule = (body) => {
  if (subscribing.some((name) => body.has(name))) return subscribes;
  if (body.has("source") || body.has("card")) {
    return unknown(
      "A new source makes Stripe collect invoices that are past due. Attach a payment method instead: POST /v1/payment_methods/{id}/attach.",
    );
  }
  if (!body.has("balance") && !body.has("account_balance")) return free;
  return unknown(
    "Setting a customer's balance gives credit by an amount that is not in the request. Use POST /v1/customers/{id}/balance_transactions.",
  );
};
