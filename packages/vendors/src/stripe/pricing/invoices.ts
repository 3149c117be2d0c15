import { type CostRule, free, textAt, unknown } from "./cost.ts";
import { hasOnly, labels } from "./inert.ts";

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

/** Marks an invoice as paid by other means: nothing is collected. */
export const payInvoice: CostRule = (body) =>
  hasOnly(body, { expand: "any", paid_out_of_band: ["true"] }) && body.has("paid_out_of_band")
    ? free
    : unknown("What is left to pay is not in the request: it is the invoice's amount_remaining.");
