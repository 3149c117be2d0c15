import { z } from "zod";
import { plainAmount } from "./amount-in-request.ts";
import { amountShape, ask, currencyShape, expanding } from "./ask.ts";
import { type Cost, type CostRule, malformed, money, moneyOf, readAmount, textAt, unknown } from "./cost.ts";

const moneyOfCharge = {
  object: z.literal("charge"),
  amount: amountShape,
  amount_captured: amountShape,
  /** What was never captured and no longer can be counts as refunded. */
  amount_refunded: amountShape,
  currency: currencyShape,
};

const chargeShape = (id: string) => z.object({ ...moneyOfCharge, id: z.literal(id) });
const paidIntentShape = (id: string) =>
  z.object({
    id: z.literal(id),
    object: z.literal("payment_intent"),
    latest_charge: z.object(moneyOfCharge).nullable(),
  });

type Charge = z.output<z.ZodObject<typeof moneyOfCharge>>;

const askCharge = (id: string, next: (charge: Charge) => Cost): Cost =>
  ask({ name: "GET /v1/charges/{id}", ids: [id] }, chargeShape(id), next);

/** All of the charge unless the request says how much; never less than was captured before. */
export const captureCharge: CostRule = (body, [id = ""]) => {
  const text = textAt(body, "amount");
  const asked = text === undefined ? null : readAmount(text);
  if (body.has("amount") && asked === null) {
    return malformed("Write the amount as a whole number of the currency's minor unit.");
  }
  return askCharge(id, ({ amount, amount_captured, currency }) => {
    const captured = asked ?? BigInt(amount);
    const before = BigInt(amount_captured);
    return money(captured > before ? captured : before, currency);
  });
};

/** The amount, or all that is left, of a charge that the request names by itself or by its intent. */
export const createRefund: CostRule = (body) => {
  const charge = textAt(body, "charge");
  const intent = textAt(body, "payment_intent");
  if (charge !== undefined && intent !== undefined) {
    return malformed("Name the charge or the payment_intent, not both.");
  }
  if (body.has("origin") || body.has("customer")) {
    if (charge !== undefined || intent !== undefined) {
      return malformed("A refund is of a charge or of a customer's balance, not of both.");
    }
    return plainAmount(body);
  }
  const refund = (paid: Charge) => refundOf(paid, textAt(body, "amount"));
  if (charge !== undefined) return askCharge(charge, refund);
  if (intent === undefined) return malformed("Name the charge or the payment_intent to refund.");
  return ask(
    { name: "GET /v1/payment_intents/{id}", ids: [intent], parameters: expanding("latest_charge") },
    paidIntentShape(intent),
    ({ latest_charge: paid }) =>
      paid === null
        ? unknown("Nothing was paid of this payment intent, so there is nothing to refund.")
        : refund(paid),
  );
};

/** The aliases below a charge: what else the body names would be another charge. */
export const refundCharge: CostRule = (body, [id = ""]) => {
  const other = ["charge", "payment_intent", "customer", "origin", "currency"].find((name) => body.has(name));
  if (other !== undefined) return malformed(`The path says which charge is refunded; leave ${other} out.`);
  return askCharge(id, (charge) => refundOf(charge, textAt(body, "amount")));
};

function refundOf({ amount, amount_refunded: refunded, currency }: Charge, asked: string | undefined): Cost {
  if (asked !== undefined) return moneyOf(asked, currency);
  if (refunded > amount) return unknown("The charge says that more was refunded of it than was charged.");
  // Nothing left is no refusal: the first attempt may have been this very refund, whose answer Stripe repeats.
  return money(BigInt(amount) - BigInt(refunded), currency);
}

/** A transfer's amount may be left out, which moves all of its source transaction, in that one's currency. */
export const createTransfer: CostRule = (body) => {
  if (body.has("amount")) return plainAmount(body);
  const source = textAt(body, "source_transaction");
  const currency = textAt(body, "currency");
  if (source === undefined || currency === undefined) {
    return malformed(
      "A transfer needs a currency, and an amount or the charge that it is the source_transaction of.",
    );
  }
  return askCharge(source, (charge) =>
    charge.currency === currency
      ? money(BigInt(charge.amount), currency)
      : unknown(
          "The source transaction is in another currency, so what is transferred is not known. Send the amount.",
        ),
  );
};
