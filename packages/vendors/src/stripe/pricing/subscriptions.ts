import { z } from "zod";
import type { FormTree, FormValue } from "../../form.ts";
import { ask, balanceShape } from "./ask.ts";
import { type Cost, type CostRule, free, malformed, money, textAt, unknown } from "./cost.ts";
import { hasOnly, type InertFields, labels } from "./inert.ts";
import { moneyOfInvoice, mostDue } from "./invoices.ts";

/** Fields of a subscription that change neither what it charges nor when, and cut a part out of what it does. */
const inert: InertFields = {
  ...labels,
  application_fee_percent: "any",
  cancellation_details: "any",
  collection_method: "any",
  days_until_due: "any",
  default_payment_method: "any",
  default_source: "any",
  off_session: "any",
  payment_behavior: "any",
  payment_settings: "any",
  transfer_data: "any",
};

/**
 * A trial only puts off what the first period costs, and Stripe collects that without a call that could be refused. So
 * it is left out of the preview, and the first period counts at once.
 */
const trial: InertFields = {
  trial_end: "any",
  trial_from_plan: "any",
  trial_period_days: "any",
  trial_settings: "any",
};

/** Fields that a preview takes by the same name. */
const invoiceFields = [
  "customer",
  "customer_account",
  "currency",
  "discounts",
  "automatic_tax",
  "on_behalf_of",
];
/** Fields that a preview takes in its `subscription_details`. */
const creationFields = ["billing_mode", "cancel_at_period_end", "default_tax_rates"];
const changeFields = [
  "billing_cycle_anchor",
  "cancel_at_period_end",
  "default_tax_rates",
  "proration_behavior",
  "proration_date",
  "trial_end",
];
const itemFields = [
  "clear_usage",
  "deleted",
  "discounts",
  "id",
  "price",
  "price_data",
  "quantity",
  "tax_rates",
];
const extraFields = ["discountable", "discounts", "price", "price_data", "quantity", "tax_rates"];

interface Planned {
  readonly subscription?: string;
  /** Fields that neither the preview nor the price needs. */
  readonly dropped: InertFields;
  readonly details: readonly string[];
}

/** What the first period costs, and what is invoiced beside it. */
export const createSubscription: CostRule = (body) =>
  preview(body, { dropped: { ...inert, ...trial }, details: creationFields });

/** The alias below a customer, whose body names none. */
export const createSubscriptionOf: CostRule = (body, [customer = ""]) =>
  body.has("customer") || body.has("customer_account")
    ? malformed("The path says which customer subscribes; leave customer out.")
    : createSubscription(new Map([...body, ["customer", customer]]), []);

/** To end a subscription at the end of its period neither charges nor credits. */
export const updateSubscription: CostRule = (body, ids) =>
  hasOnly(body, { ...labels, cancellation_details: "any", cancel_at_period_end: ["true"] })
    ? free
    : preview(body, {
        subscription: ids.at(-1) ?? "",
        dropped: { ...inert, trial_from_plan: "any", trial_settings: "any" },
        details: changeFields,
      });

/** One more item is a change of the subscription that it names. */
export const createSubscriptionItem: CostRule = (body) => {
  const subscription = textAt(body, "subscription");
  if (subscription === undefined) return malformed("Name the subscription that the item is for.");
  return changeItem(body, { subscription, item: new Map() });
};

/** Of which subscription an item is, only Stripe knows. */
export const updateSubscriptionItem: CostRule = (body, [id = ""]) => {
  if (hasOnly(body, labels)) return free;
  const shape = z.object({
    id: z.literal(id),
    object: z.literal("subscription_item"),
    subscription: z.string().min(1),
  });
  return ask({ name: "GET /v1/subscription_items/{id}", ids: [id] }, shape, ({ subscription }) =>
    changeItem(body, { subscription, item: new Map([["id", id]]) }),
  );
};

const aboutTheChange = ["proration_behavior", "proration_date"];

function changeItem(
  body: FormTree,
  { subscription, item }: { readonly subscription: string; readonly item: FormTree },
): Cost {
  const changed = new Map(item);
  const change = new Map<string, FormValue>([["items", new Map([["0", changed]])]]);
  for (const [name, value] of body) {
    if (itemFields.includes(name)) changed.set(name, value);
    else if (name !== "subscription") change.set(name, value);
  }
  return preview(change, { subscription, dropped: inert, details: aboutTheChange });
}

/** Ends a subscription now. Both switches have had other defaults, so only an explicit `false` says "no money". */
export const cancelSubscription: CostRule = (body) =>
  textAt(body, "invoice_now") === "false" && textAt(body, "prorate") === "false"
    ? free
    : unknown(
        "Ending a subscription now can invoice or credit what is left of the period. Send invoice_now=false and prorate=false.",
      );

export const deleteSubscriptionItem: CostRule = (body) =>
  textAt(body, "proration_behavior") === "none"
    ? free
    : unknown("Removing an item credits what is left of the period. Send proration_behavior=none.");

const previewShape = z.object({
  ...moneyOfInvoice,
  lines: z.object({
    has_more: z.boolean(),
    data: z.array(
      z.object({ amount: balanceShape, taxes: z.array(z.object({ amount: balanceShape })).nullable() }),
    ),
  }),
});

/**
 * Asks for the invoice that the call would make. Where a change bills nothing now, that is the next period's, which the
 * change made what it is.
 */
function preview(body: FormTree, planned: Planned): Cost {
  const mapped = previewOf(body, planned);
  if (typeof mapped === "string") {
    return unknown(
      `What a subscription charges is asked by a preview, which Keybrake cannot ask with ${mapped}.`,
    );
  }
  return ask({ name: "POST /v1/invoices/create_preview", parameters: mapped }, previewShape, (invoice) => {
    const due = mostDue(invoice);
    // The change comes later than its preview, and credits less of the period by then.
    const mayDrift = planned.subscription !== undefined && !body.has("proration_date");
    if (!mayDrift) return money(due, invoice.currency);
    if (invoice.lines.has_more) {
      return unknown("The preview has too many lines to add up. Send proration_date, so that it is exact.");
    }
    return money(due + creditOf(invoice.lines.data), invoice.currency);
  });
}

type Lines = z.output<typeof previewShape>["lines"]["data"];

/** What lines below 0 take off an invoice, their taxes with them. */
function creditOf(lines: Lines): bigint {
  return lines
    .filter(({ amount }) => amount < 0)
    .flatMap(({ amount, taxes }) => [amount, ...(taxes ?? []).map((tax) => tax.amount)])
    .reduce((sum, amount) => sum + BigInt(Math.abs(amount)), 0n);
}

/** The preview's own parameters, or the first field of the body that it has no word for. */
function previewOf(body: FormTree, { subscription, dropped, details }: Planned): FormTree | string {
  const asked = new Map<string, FormValue>();
  const inDetails = new Map<string, FormValue>();
  if (subscription !== undefined) asked.set("subscription", subscription);
  for (const [name, value] of body) {
    if (name === "items" || name === "add_invoice_items") {
      const lines = linesOf(name, value, name === "items" ? itemFields : extraFields);
      if (typeof lines === "string") return lines;
      if (name === "items") inDetails.set(name, lines);
      else asked.set("invoice_items", lines);
    } else if (details.includes(name)) inDetails.set(name, value);
    else if (subscription === undefined && invoiceFields.includes(name)) asked.set(name, value);
    else if (subscription !== undefined && (name === "discounts" || name === "automatic_tax"))
      asked.set(name, value);
    else if (!Object.hasOwn(dropped, name)) return name;
  }
  if (inDetails.size > 0) asked.set("subscription_details", inDetails);
  return asked;
}

/** The lines with what counts of them; or the name of what the preview has no word for. */
function linesOf(name: string, value: FormValue, fields: readonly string[]): FormTree | string {
  if (typeof value === "string") return name;
  const lines = new Map<string, FormTree>();
  for (const [key, line] of value) {
    if (typeof line === "string") return `${name}[${key}]`;
    const kept = new Map<string, FormValue>();
    for (const [field, inner] of line) {
      if (fields.includes(field)) kept.set(field, inner);
      else if (field !== "metadata") return `${name}[${key}][${field}]`;
    }
    lines.set(key, kept);
  }
  return lines;
}
