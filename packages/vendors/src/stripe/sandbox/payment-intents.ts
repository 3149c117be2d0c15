import type { Kind } from "./account.ts";
import type { Failure } from "./charges.ts";
import type { WireObject } from "./replies.ts";

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "requires_capture"
  | "succeeded"
  | "canceled";

export const captureMethods = ["automatic", "automatic_async", "manual"] as const;

export interface PaymentIntent {
  readonly id: string;
  readonly created: number;
  readonly clientSecret: string;
  readonly status: IntentStatus;
  readonly amount: number;
  readonly amountCapturable: number;
  readonly amountReceived: number;
  readonly currency: string;
  readonly captureMethod: (typeof captureMethods)[number];
  readonly customer: string | null;
  readonly paymentMethod: string | null;
  readonly latestCharge: string | null;
  readonly lastPaymentError: Failure | null;
  readonly description: string | null;
  readonly receiptEmail: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly canceledAt: number | null;
  readonly cancellationReason: string | null;
}

export const paymentIntentKind: Kind<PaymentIntent> = {
  object: "payment_intent",
  prefix: "pi_",
  render: renderPaymentIntent,
};

function renderPaymentIntent(row: PaymentIntent, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: row.amount,
    amount_capturable: row.amountCapturable,
    amount_details: { tip: {} },
    amount_received: row.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: "always", enabled: true },
    canceled_at: row.canceledAt,
    cancellation_reason: row.cancellationReason,
    capture_method: row.captureMethod,
    client_secret: row.clientSecret,
    confirmation_method: "automatic",
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_account: null,
    description: row.description,
    excluded_payment_method_types: null,
    last_payment_error: renderFailure(row),
    latest_charge: row.latestCharge,
    livemode,
    managed_payments: null,
    metadata: row.metadata,
    next_action: row.status === "requires_action" ? { type: "use_stripe_sdk", use_stripe_sdk: {} } : null,
    on_behalf_of: null,
    payment_method: row.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: ["card"],
    payment_record: null,
    processing: null,
    receipt_email: row.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function renderFailure(row: PaymentIntent): WireObject | null {
  if (row.lastPaymentError === null) return null;
  const { code, declineCode, message } = row.lastPaymentError;
  const decline = declineCode === null ? {} : { decline_code: declineCode };
  return { charge: row.latestCharge, code, ...decline, message, type: "card_error" };
}
