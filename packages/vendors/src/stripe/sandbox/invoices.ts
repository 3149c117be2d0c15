import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { type Line, renderLine, totalOf } from "./lines.ts";
import type { WireObject } from "./replies.ts";

export interface Invoice {
  readonly id: string;
  readonly created: number;
  readonly status: "draft" | "open" | "paid" | "void" | "uncollectible";
  readonly customer: string;
  readonly currency: string;
  readonly collectionMethod: "charge_automatically" | "send_invoice";
  readonly autoAdvance: boolean;
  readonly billingReason: string;
  readonly lines: readonly Line[];
  readonly amountPaid: number;
  readonly paidOutOfBand: boolean;
  readonly attempts: number;
  readonly paymentIntent: string | null;
  readonly subscription: string | null;
  readonly defaultPaymentMethod: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export const invoiceKind: Kind<Invoice> = { object: "invoice", prefix: "in_", render: renderInvoice };

/** What the customer owes in all, in minor units; credits beyond it are not owed back. */
export function amountDue(invoice: Invoice): number {
  return Math.max(0, totalOf(invoice.lines));
}

export function amountRemaining(invoice: Invoice): number {
  return invoice.status === "paid" ? 0 : amountDue(invoice) - invoice.amountPaid;
}

/** A draft of an invoice, added to no account yet. */
export function draftInvoice(
  call: Call,
  terms: Pick<Invoice, "customer" | "currency"> & Partial<Invoice>,
): Invoice {
  return {
    id: newId("in_"),
    created: call.now,
    status: "draft",
    collectionMethod: "charge_automatically",
    autoAdvance: false,
    billingReason: "manual",
    lines: [],
    amountPaid: 0,
    paidOutOfBand: false,
    attempts: 0,
    paymentIntent: null,
    subscription: null,
    defaultPaymentMethod: null,
    description: null,
    metadata: {},
    ...terms,
  };
}

export function renderInvoice(row: Invoice, livemode: boolean): WireObject {
  const total = totalOf(row.lines);
  return {
    id: row.id,
    object: "invoice",
    amount_due: amountDue(row),
    amount_overpaid: 0,
    amount_paid: row.amountPaid,
    amount_remaining: amountRemaining(row),
    amount_shipping: 0,
    application: null,
    attempt_count: row.attempts,
    attempted: row.attempts > 0,
    auto_advance: row.autoAdvance,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_reason: row.billingReason,
    collection_method: row.collectionMethod,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    default_payment_method: row.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: row.description,
    discounts: [],
    due_date: null,
    ending_balance: row.status === "draft" ? null : 0,
    issuer: { type: "self" },
    lines: listOf(
      row.lines.map((line) => renderLine(line, livemode)),
      `/v1/invoices/${row.id}/lines`,
    ),
    livemode,
    metadata: row.metadata,
    number: row.status === "draft" ? null : `SANDBOX-${row.id.slice(-8)}`,
    parent: renderParent(row),
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    payments: listOf(renderPayments(row), `/v1/invoice_payments`),
    period_end: row.created,
    period_start: row.created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    starting_balance: 0,
    status: row.status,
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    total,
    total_discount_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

function renderParent(row: Invoice): WireObject | null {
  if (row.subscription === null) return null;
  const details = { metadata: {}, subscription: row.subscription };
  return { quote_details: null, subscription_details: details, type: "subscription_details" };
}

function renderPayments(row: Invoice): WireObject[] {
  if (row.paymentIntent === null) return [];
  const paid = row.status === "paid" && !row.paidOutOfBand;
  return [
    {
      id: `inpay_${row.id.slice(3)}`,
      object: "invoice_payment",
      amount_paid: paid ? row.amountPaid : null,
      amount_requested: amountDue(row),
      currency: row.currency,
      invoice: row.id,
      is_default: true,
      payment: { payment_intent: row.paymentIntent, type: "payment_intent" },
      status: paid ? "paid" : "open",
    },
  ];
}

function listOf(data: readonly WireObject[], url: string): WireObject {
  return { object: "list", data, has_more: false, url };
}
