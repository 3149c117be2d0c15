import { z } from "zod";
import { amountShape, ask, balanceShape, currencyShape } from "./ask.ts";
import { type Cost, type CostRule, free, money, textAt, unknown } from "./cost.ts";
import { hasOnly, labels } from "./inert.ts";

/** The money of an invoice, or of a preview of one. */
export const moneyOfInvoice = {
  object: z.literal("invoice"),
  amount_due: amountShape,
  currency: currencyShape,
  /** What the customer owes from before (above 0) or is owed. */
  starting_balance: balanceShape,
  total: balanceShape,
};

const invoiceShape = (id: string) =>
  z.object({
    ...moneyOfInvoice,
    id: z.literal(id),
    amount_paid: amountShape,
    amount_remaining: amountShape,
    automatic_tax: z.object({ enabled: z.boolean() }),
    status: z.string(),
  });

type Unpaid = Pick<z.output<ReturnType<typeof invoiceShape>>, "amount_due" | "starting_balance" | "total">;

/**
 * The most that an invoice can collect which is not final yet. The customer's credit may be used up by another invoice
 * until then, so it does not count; what the customer owes from before is collected too.
 */
export function mostDue({ amount_due, starting_balance, total }: Unpaid): bigint {
  const owed = starting_balance > 0 ? starting_balance : 0;
  const most = BigInt(total) + BigInt(owed);
  return most > BigInt(amount_due) ? most : BigInt(amount_due);
}

/**
 * A draft moves nothing as long as Stripe does not advance it by itself. The default of `auto_advance` depends on
 * the API version, which the caller chooses, so only an explicit `false` says so.
 */
export const createInvoice: CostRule = (body) =>
  textAt(body, "auto_advance") === "false"
    ? free
    : unknown(
        "Stripe may collect this invoice by itself, for an amount that is not in the request. Send auto_advance=false for a draft.",
      );

export const updateInvoice: CostRule = (body) =>
  textAt(body, "auto_advance") === "false" ||
  hasOnly(body, { ...labels, footer: "any", custom_fields: "any" })
    ? free
    : unknown(
        "This changes what an invoice collects, by an amount that is not in the request. Send auto_advance=false to keep it a draft.",
      );

/**
 * What the invoice will have cost in all: an invoice can be paid on its page from the moment that it is final, whether
 * Stripe collects it by itself or not, so that `auto_advance=false` makes it no cheaper.
 */
export const finalizeInvoice: CostRule = (_body, [id = ""]) => askInvoice(id);

/** Nothing when it was paid by other means. */
export const payInvoice: CostRule = (body, [id = ""]) =>
  hasOnly(body, { expand: "any", paid_out_of_band: ["true"] }) && body.has("paid_out_of_band")
    ? free
    : askInvoice(id);

function askInvoice(id: string): Cost {
  return ask({ name: "GET /v1/invoices/{id}", ids: [id] }, invoiceShape(id), (invoice) => {
    const { amount_paid, amount_remaining, automatic_tax, currency, status } = invoice;
    if (status !== "draft") return money(BigInt(amount_paid) + BigInt(amount_remaining), currency);
    if (automatic_tax.enabled) {
      return unknown(
        "This draft gets its tax when it is made final, so what it will collect is not known yet.",
      );
    }
    return money(mostDue(invoice), currency);
  });
}
