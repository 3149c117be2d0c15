import type { Kind } from "./account.ts";
import { type Price, renderPrice } from "./prices.ts";
import type { WireObject } from "./replies.ts";

export interface SubscriptionItem {
  readonly id: string;
  readonly price: Price;
  readonly quantity: string;
}

export interface Subscription {
  readonly id: string;
  readonly created: number;
  readonly status: "incomplete" | "trialing" | "active" | "past_due" | "canceled";
  readonly customer: string;
  readonly currency: string;
  readonly items: readonly SubscriptionItem[];
  readonly collectionMethod: "charge_automatically" | "send_invoice";
  readonly defaultPaymentMethod: string | null;
  readonly latestInvoice: string | null;
  readonly trialEnd: number | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export const subscriptionKind: Kind<Subscription> = {
  object: "subscription",
  prefix: "sub_",
  render: renderSubscription,
};

const MONTH_SECONDS = 30 * 24 * 3_600;

function renderSubscription(row: Subscription, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: row.created,
    billing_mode: { type: "flexible" },
    billing_schedules: [],
    cancel_at: null,
    cancel_at_period_end: row.cancelAtPeriodEnd,
    canceled_at: row.canceledAt,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: row.collectionMethod,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    days_until_due: null,
    default_payment_method: row.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: row.description,
    discounts: [],
    ended_at: row.canceledAt,
    invoice_settings: { account_tax_ids: null, issuer: { type: "self" } },
    items: {
      object: "list",
      data: row.items.map((item) => renderItem(item, row, livemode)),
      has_more: false,
      url: `/v1/subscription_items?subscription=${row.id}`,
    },
    latest_invoice: row.latestInvoice,
    livemode,
    metadata: row.metadata,
    on_behalf_of: null,
    pause_collection: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: row.created,
    status: row.status,
    test_clock: null,
    transfer_data: null,
    trial_end: row.trialEnd,
    trial_settings: { end_behavior: { missing_payment_method: "create_invoice" } },
    trial_start: row.trialEnd === null ? null : row.created,
  };
}

export function renderItem(item: SubscriptionItem, row: Subscription, livemode: boolean): WireObject {
  return {
    id: item.id,
    object: "subscription_item",
    created: row.created,
    current_period_end: row.trialEnd ?? row.created + MONTH_SECONDS,
    current_period_start: row.created,
    discounts: [],
    metadata: {},
    price: renderPrice(item.price, livemode),
    quantity: Number(item.quantity),
    subscription: row.id,
    tax_rates: [],
  };
}
