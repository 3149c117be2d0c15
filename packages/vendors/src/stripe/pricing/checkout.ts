import type { FormValue } from "../../form.ts";
import { type Cost, type CostRule, free, malformed, moneyOf, readAmount, textAt, unknown } from "./cost.ts";
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
const lineItem: InertFields = { metadata: "any", price_data: "any", quantity: "any" };
const priceData: InertFields = {
  currency: "any",
  product: "any",
  product_data: "any",
  tax_behavior: "any",
  unit_amount: "any",
};

/**
 * A session is priced where every line has its price in the request, and nothing can be added to the lines: no tax
 * on top, no conversion, no adjustable quantity, no shipping. It counts when it is made, since the payer may follow
 * its link at any time.
 */
export const createCheckoutSession: CostRule = (body) => {
  if (textAt(body, "mode") === "setup" && !body.has("line_items")) return free;
  if (!hasOnly(body, session) || !body.has("mode")) {
    return unknown(
      "What a payer can be charged is not fully in the request: only one-time payments of price_data lines are.",
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
  return [...lines.values()].map(lineCost).reduce(add);
};

function lineCost(line: FormValue): Cost {
  if (typeof line === "string") return malformed("A line item is a group of fields.");
  const price = line.get("price_data");
  if (!hasOnly(line, lineItem) || typeof price !== "object" || !hasOnly(price, priceData)) {
    return unknown(
      "The price of a line item is not fully in the request: send price_data with currency and unit_amount.",
    );
  }
  const unit = moneyOf(textAt(price, "unit_amount"), textAt(price, "currency"));
  const quantity = readAmount(textAt(line, "quantity") ?? "1");
  if (quantity === null || quantity === 0n)
    return malformed("Write a line's quantity as a whole number above 0.");
  if (unit.is !== "money") return unit;
  return { is: "money", money: { ...unit.money, amountMinor: unit.money.amountMinor * quantity } };
}

function add(sum: Cost, line: Cost): Cost {
  if (sum.is !== "money") return sum;
  if (line.is !== "money") return line;
  const { currency, amountMinor } = sum.money;
  if (currency !== line.money.currency) return malformed("All lines must be in one currency.");
  return { is: "money", money: { currency, amountMinor: amountMinor + line.money.amountMinor } };
}
