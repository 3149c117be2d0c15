import type { Call } from "./call.ts";
import { confirmIntent } from "./confirm-intent.ts";
import { type Customer, customerKind } from "./customers.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import { amountDue, amountRemaining, type Invoice, invoiceKind } from "./invoices.ts";
import { type PaymentIntent, paymentIntentKind } from "./payment-intents.ts";
import { cardOf, noSuchCard } from "./payment-methods.ts";
import { type Reply, refused } from "./replies.ts";

type Collected =
  | { readonly ok: true; readonly invoice: Invoice }
  | { readonly ok: false; readonly invoice: Invoice; readonly reply: Reply };

type ChosenCard = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reply: Reply };

/** Makes a draft payable; one that owes nothing is paid with that. */
export function finalizeInvoice(call: Call, invoice: Invoice): Invoice {
  const status = amountDue(invoice) === 0 ? "paid" : "open";
  const after = call.change(invoiceKind, invoice, { status });
  emit(call, "invoice.finalized", invoiceKind, after);
  return after;
}

/** The card to charge an invoice to: the one named, the invoice's own, or the customer's. */
export function chooseCard(call: Call, invoice: Invoice, named: string | null = null): ChosenCard {
  const customer: Customer | undefined = call.account.rows(customerKind).get(invoice.customer);
  const saved = invoice.defaultPaymentMethod ?? customer?.defaultPaymentMethod ?? customer?.defaultSource;
  const id = named ?? saved ?? null;
  if (id === null) return { ok: false, reply: noCard() };
  return cardOf(call, id) === undefined
    ? { ok: false, reply: noSuchCard("payment_method", id) }
    : { ok: true, id };
}

/** Charges what remains of an open invoice to a card, through a payment intent of its own. */
export function collectInvoice(call: Call, invoice: Invoice, paymentMethod: string): Collected {
  const amount = amountRemaining(invoice);
  const intent = call.add(paymentIntentKind, intentFor(call, invoice, { amount, paymentMethod }));
  const confirmed = confirmIntent(call, intent, { amount, offSession: true });
  const attempts = invoice.attempts + 1;
  if (!confirmed.ok) {
    const failed = call.change(invoiceKind, invoice, { attempts, paymentIntent: intent.id });
    emit(call, "invoice.payment_failed", invoiceKind, failed);
    return { ok: false, invoice: failed, reply: confirmed.reply };
  }
  const paid = call.change(invoiceKind, invoice, {
    status: "paid",
    attempts,
    amountPaid: invoice.amountPaid + amount,
    paymentIntent: intent.id,
  });
  emit(call, "invoice.paid", invoiceKind, paid);
  return { ok: true, invoice: paid };
}

function noCard(): Reply {
  return refused(400, {
    type: "invalid_request_error",
    code: "resource_missing",
    message:
      "This customer has no attached payment source or default payment method. Please consider adding a default " +
      "payment method.",
  });
}

function intentFor(
  call: Call,
  invoice: Invoice,
  terms: { amount: number; paymentMethod: string },
): PaymentIntent {
  const id = newId("pi_");
  return {
    id,
    created: call.now,
    clientSecret: newId(`${id}_secret_`),
    status: "requires_confirmation",
    amount: terms.amount,
    amountCapturable: 0,
    amountReceived: 0,
    currency: invoice.currency,
    captureMethod: "automatic",
    customer: invoice.customer,
    paymentMethod: terms.paymentMethod,
    latestCharge: null,
    lastPaymentError: null,
    description: invoice.subscription === null ? "Payment for Invoice" : "Subscription creation",
    receiptEmail: null,
    metadata: {},
    canceledAt: null,
    cancellationReason: null,
  };
}
