import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { referredCustomer } from "./customers.ts";
import { newId } from "./ids.ts";
import { type Invoice, invoiceKind } from "./invoices.ts";
import { type Line, lineOf, readPriceOf, readProduct } from "./lines.ts";
import type { Params } from "./params.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, success, type WireObject } from "./replies.ts";
import { del, post, type Route } from "./routes.ts";

interface InvoiceItem {
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  /** Null while it waits for the customer's next invoice. */
  readonly invoice: string | null;
  readonly line: Line;
  readonly metadata: Readonly<Record<string, string>>;
}

const invoiceItemKind: Kind<InvoiceItem> = {
  object: "invoiceitem",
  prefix: "ii_",
  render: renderInvoiceItem,
};

/** Takes every item that waits for this customer's next invoice, in one currency. */
export function claimPendingItems(call: Call, invoice: Invoice): readonly Line[] {
  const waiting = pendingItems(call, invoice.customer, invoice.currency);
  for (const item of waiting) call.change(invoiceItemKind, item, { invoice: invoice.id });
  return waiting.map((item) => item.line);
}

/** Has a line wait for the customer's next invoice. */
export function addPendingItem(call: Call, customer: string, line: Line): void {
  call.add(invoiceItemKind, {
    id: newId("ii_"),
    created: call.now,
    customer,
    invoice: null,
    line,
    metadata: {},
  });
}

/** The lines that `claimPendingItems` would take. */
export function pendingLines(call: Call, customer: string, currency: string): readonly Line[] {
  return pendingItems(call, customer, currency).map((item) => item.line);
}

function pendingItems(call: Call, customer: string, currency: string): readonly InvoiceItem[] {
  const matches = (item: InvoiceItem) =>
    item.invoice === null && item.customer === customer && item.line.currency === currency;
  const rows = call.account.rows(invoiceItemKind);
  return rows.page({ limit: 250, after: null, before: null, matches })?.rows ?? [];
}

/**
 * A line from `amount`, `unit_amount_decimal`, `price_data` or `pricing[price]`, times `quantity`. Lines of an invoice
 * that exists are in its currency.
 */
export function readItemLine(call: Call, params: Params, currency?: string): Line | null {
  const quantity = params.text("quantity_decimal") ?? params.text("quantity") ?? "1";
  const description = params.text("description");
  const pricing = params.nested("pricing");
  if (params.has("price_data") || params.has("price") || pricing !== null) {
    const price = readPriceOf(call, pricing ?? params);
    return price && lineOf(params, { price, quantity, description });
  }
  const unitAmount = params.text("unit_amount_decimal") ?? params.text("unit_amount");
  const amount = unitAmount === null ? readAmount(params) : readProduct(params, unitAmount, quantity);
  return {
    id: newId("il_"),
    amount,
    currency: currency ?? params.requiredCurrency(),
    description,
    quantity,
    unitAmount: unitAmount ?? String(amount),
    price: null,
    subscription: null,
  };
}

/** Unlike a charge's, an item's amount may be negative: a credit. */
function readAmount(params: Params): number {
  params.required("amount");
  return params.integer("amount") ?? 0;
}

function createInvoiceItem(call: Call): Reply {
  const { params } = call;
  params.required("customer");
  const customer = referredCustomer(call);
  const invoice = call.referred(invoiceKind, "invoice");
  if (!customer.ok) return customer.reply;
  if (!invoice.ok) return invoice.reply;
  const line = readItemLine(call, params);
  const metadata = params.metadata();
  if (params.problem !== null) return params.problem;
  if (line === null || customer.row === null)
    throw new Error("an item without a problem has a line and a customer");
  if (invoice.row !== null) {
    if (invoice.row.status !== "draft") return impossible("invoice_not_editable", "This invoice is final.");
    call.change(invoiceKind, invoice.row, { lines: [...invoice.row.lines, line] });
  }
  const row: InvoiceItem = {
    id: newId("ii_"),
    created: call.now,
    customer: customer.row.id,
    invoice: invoice.row?.id ?? null,
    line,
    metadata,
  };
  return call.answer(invoiceItemKind, call.add(invoiceItemKind, row));
}

function deleteInvoiceItem(call: Call): Reply {
  const found = call.named(invoiceItemKind);
  if (!found.ok) return found.reply;
  const { id, invoice } = found.row;
  if (invoice !== null) return impossible("invoice_not_editable", "This item already stands on an invoice.");
  call.account.rows(invoiceItemKind).remove(id);
  return success(id, () => ({ id, object: "invoiceitem", deleted: true }));
}

function renderInvoiceItem(row: InvoiceItem, livemode: boolean): WireObject {
  const { line } = row;
  return {
    id: row.id,
    object: "invoiceitem",
    amount: line.amount,
    currency: line.currency,
    customer: row.customer,
    date: row.created,
    description: line.description,
    discountable: true,
    discounts: [],
    invoice: row.invoice,
    livemode,
    metadata: row.metadata,
    parent: null,
    period: { end: row.created, start: row.created },
    pricing: {
      price_details: { price: line.price?.id ?? null, product: line.price?.product ?? null },
      type: "price_details",
      unit_amount_decimal: line.unitAmount,
    },
    proration: false,
    quantity: Math.round(Number(line.quantity)),
    quantity_decimal: line.quantity,
    tax_rates: [],
    test_clock: null,
  };
}

export const invoiceItemRoutes: readonly Route[] = [
  post("/v1/invoiceitems", createInvoiceItem),
  listRoute("/v1/invoiceitems", invoiceItemKind, {
    customer: (row) => row.customer,
    invoice: (row) => row.invoice,
  }),
  retrieveRoute("/v1/invoiceitems/{id}", invoiceItemKind),
  del("/v1/invoiceitems/{id}", deleteInvoiceItem),
];
