import { plainAmount } from "./amount-in-request.ts";
import { type CostRule, free, unknown } from "./cost.ts";

/** An update makes the intent cost its new amount; the ledger counts what that adds to the amount counted so far. */
export const updatePaymentIntent: CostRule = (body) => {
  if (body.has("amount") && body.has("currency")) return plainAmount(body);
  if (body.has("amount")) {
    return unknown("The intent's currency is not in the request. Send the currency beside the amount.");
  }
  if (body.has("currency")) {
    return unknown("The intent's amount is not in the request. Send the amount beside the currency.");
  }
  return free;
};
