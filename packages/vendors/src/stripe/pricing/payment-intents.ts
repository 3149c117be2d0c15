import { z } from "zod";
import type { FormTree } from "../../form.ts";
import { plainAmount } from "./amount-in-request.ts";
import { amountShape, ask, currencyShape } from "./ask.ts";
import { type Cost, type CostRule, free, malformed, money, moneyOf, readAmount, textAt } from "./cost.ts";

const intentShape = (id: string) =>
  z.object({
    id: z.literal(id),
    object: z.literal("payment_intent"),
    amount: amountShape,
    amount_capturable: amountShape,
    amount_received: amountShape,
    currency: currencyShape,
    status: z.string(),
  });

type Intent = z.output<ReturnType<typeof intentShape>>;

/**
 * What an intent will have cost in all after the call, by what it is now; the ledger holds what that adds to what it
 * counts already. An intent that has come to its end moves nothing more.
 */
function askIntent(id: string, totalOf: (intent: Intent) => Cost): Cost {
  return ask({ name: "GET /v1/payment_intents/{id}", ids: [id] }, intentShape(id), (intent) =>
    intent.status === "succeeded" || intent.status === "canceled"
      ? money(BigInt(intent.amount_received), intent.currency)
      : totalOf(intent),
  );
}

const whole = ({ amount, currency }: Intent): Cost => money(BigInt(amount), currency);

/** An amount of the request in the currency of the intent, of which `totalOf` makes the new total. */
function askForAmount(
  id: string,
  { body, name }: { readonly body: FormTree; readonly name: string },
  totalOf: (intent: Intent, asked: bigint) => bigint,
): Cost {
  const text = textAt(body, name);
  const asked = text === undefined ? null : readAmount(text);
  if (asked === null) return malformed(`Write ${name} as a whole number of the currency's minor unit.`);
  return askIntent(id, (intent) => money(totalOf(intent, asked), intent.currency));
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b);

/** Less than the amount can be confirmed, but the rest can still be paid, so all of it counts. */
export const confirmPaymentIntent: CostRule = (body, [id = ""]) =>
  body.has("amount_to_confirm")
    ? askForAmount(id, { body, name: "amount_to_confirm" }, ({ amount }, asked) =>
        larger(BigInt(amount), asked),
      )
    : askIntent(id, whole);

/** What was received, and what is captured now; a capture that is not the final one leaves the rest to be captured. */
export const capturePaymentIntent: CostRule = (body, [id = ""]) => {
  const isFinal = (textAt(body, "final_capture") ?? "true") === "true";
  if (!body.has("amount_to_capture")) {
    return askIntent(id, (intent) =>
      money(BigInt(intent.amount_received) + BigInt(intent.amount_capturable), intent.currency),
    );
  }
  return askForAmount(id, { body, name: "amount_to_capture" }, (intent, asked) => {
    const captured = isFinal ? asked : larger(asked, BigInt(intent.amount_capturable));
    return BigInt(intent.amount_received) + captured;
  });
};

/** The amount is the new total. */
export const incrementAuthorization: CostRule = (body, [id = ""]) =>
  askForAmount(id, { body, name: "amount" }, ({ amount }, asked) => larger(BigInt(amount), asked));

/** Of an intent that an invoice made, the whole amount is applied, whatever the request says. */
export const applyCustomerBalance: CostRule = (_body, [id = ""]) => askIntent(id, whole);

/** An update makes the intent cost its new amount; the ledger counts what that adds to the amount counted so far. */
export const updatePaymentIntent: CostRule = (body, [id = ""]) => {
  const amount = textAt(body, "amount");
  const currency = textAt(body, "currency");
  if (body.has("amount") && body.has("currency")) return plainAmount(body);
  if (body.has("amount")) return askIntent(id, (intent) => moneyOf(amount, intent.currency));
  if (body.has("currency")) return askIntent(id, (intent) => moneyOf(String(intent.amount), currency));
  return free;
};
