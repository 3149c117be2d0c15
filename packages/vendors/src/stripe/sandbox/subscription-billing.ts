import type { Call } from "./call.ts";
import { chooseCard, collectInvoice, finalizeInvoice } from "./collect-invoice.ts";
import { claimPendingItems, pendingLines } from "./invoice-items.ts";
import { amountDue, draftInvoice, type Invoice, invoiceKind } from "./invoices.ts";
import type { Line } from "./lines.ts";
import type { Reply } from "./replies.ts";
import type { Subscription } from "./subscriptions.ts";

export const paymentBehaviors = [
  "allow_incomplete",
  "default_incomplete",
  "error_if_incomplete",
  "pending_if_incomplete",
] as const;

export interface Bill {
  readonly lines: readonly Line[];
  readonly reason: "subscription_create" | "subscription_update";
  /** What a decline means: an unpaid invoice, or a refusal of the whole call. */
  readonly behavior: (typeof paymentBehaviors)[number];
}

export type Billed =
  | { readonly ok: true; readonly invoice: Invoice; readonly unpaid: boolean }
  | { readonly ok: false; readonly reply: Reply };

/** Bills lines of a subscription with all that waits for the customer's next invoice, and charges them at once. */
export function billSubscription(call: Call, subscription: Subscription, bill: Bill): Billed {
  const { customer, currency, collectionMethod } = subscription;
  const draft = draftInvoice(call, {
    customer,
    currency,
    collectionMethod,
    autoAdvance: true,
    billingReason: bill.reason,
    lines: [...bill.lines, ...pendingLines(call, customer, currency)],
    subscription: subscription.id,
    defaultPaymentMethod: subscription.defaultPaymentMethod,
  });
  const sent = collectionMethod === "send_invoice";
  const due = amountDue(draft) > 0;
  if (!due || sent || bill.behavior === "default_incomplete") {
    const added = issue(call, draft);
    const invoice = due && sent ? added : finalizeInvoice(call, added);
    return { ok: true, invoice, unpaid: due && !sent };
  }
  const chosen = chooseCard(call, draft);
  if (!chosen.ok) return chosen;
  const open = finalizeInvoice(call, call.add(invoiceKind, draft));
  const collected = collectInvoice(call, open, chosen.id);
  if (!collected.ok && bill.behavior === "error_if_incomplete") {
    call.account.rows(invoiceKind).remove(draft.id);
    return { ok: false, reply: collected.reply };
  }
  claimPendingItems(call, draft);
  return { ok: true, invoice: collected.invoice, unpaid: !collected.ok };
}

function issue(call: Call, draft: Invoice): Invoice {
  claimPendingItems(call, draft);
  return call.add(invoiceKind, draft);
}
