import type { Call, Found } from "./call.ts";
import { chooseCard, collectInvoice, finalizeInvoice } from "./collect-invoice.ts";
import { referredCustomer } from "./customers.ts";
import { claimPendingItems, readItemLine } from "./invoice-items.ts";
import { previewInvoice } from "./invoice-preview.ts";
import { amountDue, draftInvoice, type Invoice, invoiceKind } from "./invoices.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, success } from "./replies.ts";
import { del, post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";
import { subscriptionKind } from "./subscriptions.ts";

const collectionMethods = ["charge_automatically", "send_invoice"] as const;
const pendingBehaviors = ["include", "exclude", "include_and_require"] as const;

function createInvoice(call: Call): Reply {
  const { params } = call;
  params.required("customer");
  const customer = referredCustomer(call);
  if (!customer.ok) return customer.reply;
  const pending = params.oneOf("pending_invoice_items_behavior", pendingBehaviors) ?? "exclude";
  const draft = draftInvoice(call, {
    customer: customer.row?.id ?? "",
    currency: params.currency() ?? "usd",
    collectionMethod: params.oneOf("collection_method", collectionMethods) ?? "charge_automatically",
    autoAdvance: params.boolean("auto_advance") ?? false,
    defaultPaymentMethod: params.text("default_payment_method"),
    description: params.text("description"),
    metadata: params.metadata(),
  });
  if (params.problem !== null) return params.problem;
  const lines = pending === "exclude" ? [] : claimPendingItems(call, draft);
  return call.answer(invoiceKind, call.add(invoiceKind, { ...draft, lines }));
}

function updateInvoice(call: Call): Reply {
  const found = draftNamed(call);
  if (!found.ok) return found.reply;
  const { params } = call;
  const changes = {
    autoAdvance: params.boolean("auto_advance") ?? found.row.autoAdvance,
    defaultPaymentMethod: params.updated("default_payment_method", found.row.defaultPaymentMethod),
    description: params.updated("description", found.row.description),
    metadata: params.metadata(found.row.metadata),
  };
  if (params.problem !== null) return params.problem;
  return call.answer(invoiceKind, call.change(invoiceKind, found.row, changes));
}

function addLines(call: Call): Reply {
  const found = draftNamed(call);
  if (!found.ok) return found.reply;
  const added = call.params.records("lines").map((line) => readItemLine(call, line, found.row.currency));
  if (call.params.problem !== null) return call.params.problem;
  const lines = [...found.row.lines, ...added.filter((line) => line !== null)];
  return call.answer(invoiceKind, call.change(invoiceKind, found.row, { lines }));
}

function finalize(call: Call): Reply {
  const found = draftNamed(call);
  return found.ok ? call.answer(invoiceKind, finalizeInvoice(call, found.row)) : found.reply;
}

/** Charges what remains. A draft is finalized first; `paid_out_of_band` only notes that it was paid elsewhere. */
function payInvoice(call: Call): Reply {
  const found = call.named(invoiceKind);
  if (!found.ok) return found.reply;
  const { params } = call;
  const card = params.text("payment_method") ?? params.text("source");
  const outOfBand = params.boolean("paid_out_of_band") ?? false;
  if (params.problem !== null) return params.problem;
  const { status } = found.row;
  if (status === "paid") return impossible("invoice_already_paid", "Invoice is already paid");
  if (status === "void") return impossible("invoice_not_open", "This invoice is void.");
  if (outOfBand || amountDue(found.row) === 0) {
    const changes = { status: "paid", paidOutOfBand: outOfBand } as const;
    return call.answer(invoiceKind, call.change(invoiceKind, found.row, changes));
  }
  const chosen = chooseCard(call, found.row, card);
  if (!chosen.ok) return chosen.reply;
  const open = status === "draft" ? finalizeInvoice(call, found.row) : found.row;
  const collected = collectInvoice(call, open, chosen.id);
  if (!collected.ok) return collected.reply;
  activateSubscription(call, collected.invoice.subscription);
  return call.answer(invoiceKind, collected.invoice);
}

/** A subscription that waited for this payment runs from now on. */
function activateSubscription(call: Call, id: string | null): void {
  const subscription = call.account.rows(subscriptionKind).get(id ?? "");
  if (subscription?.status !== "incomplete" && subscription?.status !== "past_due") return;
  call.change(subscriptionKind, subscription, { status: "active" });
}

/** Sending makes a draft payable; nothing moves until it is paid. */
function sendInvoice(call: Call): Reply {
  const found = call.named(invoiceKind);
  if (!found.ok) return found.reply;
  const sent = found.row.status === "draft" ? finalizeInvoice(call, found.row) : found.row;
  return call.answer(invoiceKind, sent);
}

function endAs(status: "void" | "uncollectible") {
  return (call: Call): Reply => {
    const found = call.named(invoiceKind);
    if (!found.ok) return found.reply;
    if (found.row.status !== "open" && found.row.status !== "uncollectible") {
      return impossible("invoice_not_open", `You cannot do this to an invoice that is ${found.row.status}.`);
    }
    return call.answer(invoiceKind, call.change(invoiceKind, found.row, { status }));
  };
}

function deleteInvoice(call: Call): Reply {
  const found = draftNamed(call);
  if (!found.ok) return found.reply;
  const { id } = found.row;
  call.account.rows(invoiceKind).remove(id);
  return success(id, () => ({ id, object: "invoice", deleted: true }));
}

function draftNamed(call: Call): Found<Invoice> {
  const found = call.named(invoiceKind);
  if (!found.ok || found.row.status === "draft") return found;
  return { ok: false, reply: impossible("invoice_not_editable", `This invoice is ${found.row.status}.`) };
}

export const invoiceRoutes: readonly Route[] = [
  post("/v1/invoices", createInvoice),
  post("/v1/invoices/create_preview", previewInvoice),
  searchRoute("/v1/invoices/search", invoiceKind),
  listRoute("/v1/invoices", invoiceKind, {
    customer: (row) => row.customer,
    status: (row) => row.status,
    subscription: (row) => row.subscription,
  }),
  retrieveRoute("/v1/invoices/{id}", invoiceKind),
  post("/v1/invoices/{id}", updateInvoice),
  post("/v1/invoices/{id}/add_lines", addLines),
  post("/v1/invoices/{id}/finalize", finalize),
  post("/v1/invoices/{id}/pay", payInvoice),
  post("/v1/invoices/{id}/send", sendInvoice),
  post("/v1/invoices/{id}/void", endAs("void")),
  post("/v1/invoices/{id}/mark_uncollectible", endAs("uncollectible")),
  del("/v1/invoices/{id}", deleteInvoice),
];
