import type { FormTree } from "../../form.ts";
import { type Cost, type CostRule, free, malformed, moneyOf, readAmount, textAt, unknown } from "./cost.ts";

const inRequest =
  (amount: readonly string[], currency: readonly string[]) =>
  (body: FormTree): Cost =>
    moneyOf(textAt(body, ...amount), textAt(body, ...currency));

/** `amount` and `currency` at the top of the body. */
export const plainAmount = inRequest(["amount"], ["currency"]);

/** Version 2 of the API: `amount: {value, currency}`, in JSON. */
export const nestedAmount = inRequest(["amount", "value"], ["amount", "currency"]);

/** Credit of a fixed amount of money that pays the customer's later invoices. */
export const creditGrant = inRequest(["amount", "monetary", "value"], ["amount", "monetary", "currency"]);

/** Climate orders are by amount, or by weight at a price of the day, in the account's currency unless one is named. */
export const climateOrder: CostRule = (body) => {
  if (body.has("metric_tons"))
    return unknown("An order by weight is priced by the day. Order by amount instead.");
  if (!body.has("currency"))
    return unknown("Without a currency, the order is in the account's own. Send the currency.");
  return plainAmount(body);
};

/** A negative amount gives the customer credit; a positive one takes credit away, or adds to the next invoice. */
export const customerBalance: CostRule = (body) => {
  const amount = textAt(body, "amount");
  if (amount?.startsWith("-")) return moneyOf(amount.slice(1), textAt(body, "currency"));
  if (amount === undefined || readAmount(amount) === null)
    return malformed("This endpoint needs a whole amount.");
  return free;
};
