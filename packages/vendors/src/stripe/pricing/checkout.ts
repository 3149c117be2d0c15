import { z } from "zod";
import type { FormTree, FormValue } from "../../form.ts";
import { amountShape, ask, currencyShape, expanding, whenKnown } from "./ask.ts";
import {
  type Cost,
  type CostRule,
  free,
  malformed,
  money,
  moneyOf,
  readAmount,
  textAt,
  unknown,
} from "./cost.ts";
import { hasOnly, type InertFields } from "./inert.ts";

/** Fields of a session that cannot make a payer pay more than its line items say. All others are refused. */
const session: InertFields = {
  adaptive_pricing: "any",
  allow_promotion_codes: "any",
  allowed_payment_method_types: "any",
  automatic_tax: "any",
  billing_address_collection: "any",
  branding_settings: "any",
  cancel_url: "any",
  client_reference_id: "any",
  consent_collection: "any",
  currency: "any",
  custom_fields: "any",
  custom_text: "any",
  customer: "any",
  customer_account: "any",
  customer_creation: "any",
  customer_email: "any",
  customer_update: "any",
  discounts: "any",
  excluded_payment_method_types: "any",
  expand: "any",
  expires_at: "any",
  line_items: "any",
  locale: "any",
  metadata: "any",
  mode: ["payment"],
  name_collection: "any",
  origin_context: "any",
  payment_intent_data: "any",
  payment_method_configuration: "any",
  payment_method_types: "any",
  phone_number_collection: "any",
  redirect_on_completion: "any",
  return_url: "any",
  saved_payment_method_options: "any",
  shipping_address_collection: "any",
  submit_type: "any",
  success_url: "any",
  tax_id_collection: "any",
  ui_mode: "any",
  wallet_options: "any",
};
const lineOfData: InertFields = { metadata: "any", price_data: "any", quantity: "any" };
const lineOfPrice: InertFields = { metadata: "any", price: "any", quantity: "any" };
const priceData: InertFields = {
  currency: "any",
  product: "any",
  product_data: "any",
  tax_behavior: "any",
  unit_amount: "any",
};

/** Each is one look-up, and a call may make no more of them. */
const PRICES_MAX = 4;

/** A price that is one whole amount for each piece, once: no tiers, no packages, nothing that the payer chooses. */
const priceShape = (id: string) =>
  z.object({
    id: z.literal(id),
    object: z.literal("price"),
    billing_scheme: z.literal("per_unit"),
    currency: currencyShape,
    currency_options: z.record(z.string(), z.unknown()).nullish(),
    custom_unit_amount: z.null(),
    transform_quantity: z.null(),
    type: z.literal("one_time"),
    unit_amount: amountShape,
  });

/**
 * A session is priced where every line has its price in the request or in a price of Stripe's, and nothing can be added
 * to the lines: no tax on top, no conversion, no adjustable quantity, no shipping. It counts when it is made, since the
 * payer may follow its link at any time.
 */
export const createCheckoutSession: CostRule = (body) => {
  if (textAt(body, "mode") === "setup" && !body.has("line_items")) return free;
  if (!hasOnly(body, session) || !body.has("mode")) {
    return unknown(
      "What a payer can be charged is not fully known: only one-time payments of plain line items are.",
    );
  }
  if (textAt(body, "adaptive_pricing", "enabled") !== "false") {
    return unknown("Stripe may convert the amount for the payer. Send adaptive_pricing[enabled]=false.");
  }
  if (body.has("automatic_tax") && textAt(body, "automatic_tax", "enabled") !== "false") {
    return unknown(
      "Automatic tax is added on top of the lines. Leave it out, or send automatic_tax[enabled]=false.",
    );
  }
  const lines = body.get("line_items");
  if (!(lines instanceof Map) || lines.size === 0) return malformed("A payment needs line_items.");
  const all = [...lines.values()];
  if (all.filter((line) => line instanceof Map && line.has("price")).length > PRICES_MAX) {
    return unknown(`More than ${PRICES_MAX} lines by price id cannot be looked up. Send price_data instead.`);
  }
  return sumOf(all, textAt(body, "currency"));
};

/** The sum of the lines, asked for one after the other. */
function sumOf([first, ...others]: readonly FormValue[], currency: string | undefined): Cost {
  if (first === undefined) return malformed("A payment needs line_items.");
  return whenKnown(lineCost(first, currency), (line) =>
    line.is !== "money" || others.length === 0
      ? line
      : whenKnown(sumOf(others, currency), (sum) => add(line, sum)),
  );
}

function lineCost(line: FormValue, currency: string | undefined): Cost {
  if (typeof line === "string") return malformed("A line item is a group of fields.");
  const quantity = readAmount(textAt(line, "quantity") ?? "1");
  if (quantity === null || quantity === 0n)
    return malformed("Write a line's quantity as a whole number above 0.");
  const unit = line.has("price") ? unitOfPrice(line, currency) : unitOfData(line);
  return whenKnown(unit, (known) =>
    known.is === "money" ? money(known.money.amountMinor * quantity, known.money.currency) : known,
  );
}

function unitOfData(line: FormTree): Cost {
  const price = line.get("price_data");
  if (!hasOnly(line, lineOfData) || typeof price !== "object" || !hasOnly(price, priceData)) {
    return unknown(
      "The price of a line item is not fully known: send price, or price_data with currency and unit_amount.",
    );
  }
  return moneyOf(textAt(price, "unit_amount"), textAt(price, "currency"));
}

function unitOfPrice(line: FormTree, currency: string | undefined): Cost {
  if (!hasOnly(line, lineOfPrice)) {
    return unknown("A line item by price id is only priced with a quantity and nothing else beside it.");
  }
  const id = textAt(line, "price") ?? "";
  const parameters = expanding("currency_options");
  return ask({ name: "GET /v1/prices/{id}", ids: [id], parameters }, priceShape(id), (price) => {
    const others = Object.keys(price.currency_options ?? {}).filter((code) => code !== price.currency);
    if (currency === undefined ? others.length > 0 : currency !== price.currency) {
      return unknown(
        `The payer may pay this price in another currency than ${price.currency}. Send currency=${price.currency}.`,
      );
    }
    return money(BigInt(price.unit_amount), price.currency);
  });
}

function add(line: Cost, sum: Cost): Cost {
  if (line.is !== "money" || sum.is !== "money") return line.is === "money" ? sum : line;
  const { currency, amountMinor } = sum.money;
  if (currency !== line.money.currency) return malformed("All lines must be in one currency.");
  return money(amountMinor + line.money.amountMinor, currency);
}
