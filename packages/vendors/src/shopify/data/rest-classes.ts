import type { EndpointClass } from "../../endpoint.ts";

/**
 * What the REST endpoints do to money, judged by hand. One that is not here is READ by GET, DESTRUCTIVE by DELETE and
 * OBJECT otherwise.
 */
export const restClasses: Readonly<Record<string, EndpointClass>> = {
  "POST /orders/{order_id}/refunds.json": "MONEY_OUT",
  // Tells what a refund would be; a POST that changes nothing.
  "POST /orders/{order_id}/refunds/calculate.json": "READ",
  "POST /orders/{order_id}/transactions.json": "MONEY_IN",
  "POST /orders.json": "MONEY_IN",
  "POST /orders/{id}/cancel.json": "MONEY_OUT",
  "PUT /draft_orders/{id}/complete.json": "MONEY_IN_INDIRECT",
  "POST /draft_orders/{id}/send_invoice.json": "MONEY_IN_DEFERRED",
  "POST /gift_cards.json": "MONEY_OUT_CREDIT",
  "POST /gift_cards/{gift_card_id}/adjustments.json": "MONEY_OUT_CREDIT",
  "POST /checkouts/{checkout_id}/payments.json": "MONEY_IN_INDIRECT",
  "POST /checkouts/{token}/complete.json": "MONEY_IN_INDIRECT",
  // A store may be set to capture what it fulfils.
  "POST /fulfillments.json": "MONEY_IN_INDIRECT",
  "POST /application_charges.json": "VENDOR_SPEND",
  "POST /recurring_application_charges.json": "VENDOR_SPEND",
  "PUT /recurring_application_charges/{id}/customize.json": "VENDOR_SPEND",
  "POST /recurring_application_charges/{recurring_application_charge_id}/usage_charges.json": "VENDOR_SPEND",

  "POST /gift_cards/{id}/disable.json": "WRITE_OFF",
  "POST /price_rules.json": "DISCOUNT",
  "PUT /price_rules/{id}.json": "DISCOUNT",
  "POST /price_rules/{price_rule_id}/batch.json": "DISCOUNT",
  "POST /price_rules/{price_rule_id}/discount_codes.json": "DISCOUNT",
  "PUT /price_rules/{price_rule_id}/discount_codes/{id}.json": "DISCOUNT",
  "POST /draft_orders.json": "PRICED_OBJECT",
  "PUT /draft_orders/{id}.json": "PRICED_OBJECT",
  "POST /checkouts.json": "PRICED_OBJECT",
  "PUT /checkouts/{token}.json": "PRICED_OBJECT",
  "POST /products.json": "PRICED_OBJECT",
  "PUT /products/{id}.json": "PRICED_OBJECT",
  "POST /products/{product_id}/variants.json": "PRICED_OBJECT",
  "PUT /variants/{id}.json": "PRICED_OBJECT",

  "POST /apple_pay_certificates.json": "CONTROL",
  "PUT /apple_pay_certificates/{id}.json": "CONTROL",
  "POST /payment_gateways.json": "CONTROL",
  "PUT /payment_gateways/{id}.json": "CONTROL",
  "POST /mobile_platform_applications.json": "CONTROL",
  "PUT /mobile_platform_applications/{id}.json": "CONTROL",
  "POST /script_tags.json": "CONTROL",
  "PUT /script_tags/{id}.json": "CONTROL",
  "POST /storefront_access_tokens.json": "CONTROL",
  "POST /webhooks.json": "CONTROL",
  "PUT /webhooks/{id}.json": "CONTROL",
  "POST /carrier_services.json": "CONTROL",
  "PUT /carrier_services/{id}.json": "CONTROL",
  "POST /shopify_payments/disputes/{dispute_id}/dispute_file_uploads.json": "CONTROL",
  "PUT /shopify_payments/disputes/{dispute_id}/dispute_evidences.json": "CONTROL",
};
