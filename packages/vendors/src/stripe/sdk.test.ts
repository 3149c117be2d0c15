import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PriceResult } from "../pricing.ts";
import { stripe } from "./manifest.ts";
import { rules } from "./testing/calls.ts";

/** The real SDK, whose requests are priced as they arrive: strictness must not refuse what the SDK writes. */
let server: Server;
let sdk: Stripe;
let result: PriceResult | null = null;

async function priceArriving(request: IncomingMessage): Promise<PriceResult> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = "", url = "", headers } = request;
  const [path = "", query = ""] = url.split("?");
  const endpoint = stripe.match(method, path);
  if (endpoint === undefined) throw new Error(`${method} ${path} matches nothing`);
  const read = new Map(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const arrived = { method, path, query, headers: read, body: Buffer.concat(chunks) };
  const context = { rules: { ...rules, assumedCallMicros: 5n }, account: null, prices: new Map() };
  let priced = stripe.price(endpoint, arrived, context);
  // Nobody answers, so that the assumed price stands where an amount would be looked up.
  while (priced.ok === "ask") priced = priced.resume(null);
  return priced;
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    result = await priceArriving(request);
    response.setHeader("content-type", "application/json").end('{"id":"x","data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, never a pipe
  sdk = new Stripe("vk_test", { host: "127.0.0.1", port, protocol: "http" });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const money = { amount: 1000, currency: "usd" } as const;
const calls: ReadonlyArray<readonly [name: string, micros: bigint, call: () => Promise<unknown>]> = [
  [
    "paymentIntents.create",
    10_000_000n,
    () =>
      sdk.paymentIntents.create({
        ...money,
        confirm: true,
        off_session: true,
        customer: "cus_1",
        payment_method: "pm_card_visa",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        payment_method_options: {
          card: {
            request_three_d_secure: "any",
            mandate_options: {
              amount: 9_900_000,
              amount_type: "maximum",

              interval: "month",
              reference: "r",
              interval_count: 1,
              start_date: 1,
            },
          },
        },
        metadata: { "order id": "6735 & more", ünïcode: "€", 7: 7 },
        shipping: { name: "A B", address: { line1: "1 + 1 = 2 Street", city: "Zürich", country: "CH" } },
        expand: ["latest_charge", "customer"],
      }),
  ],
  [
    "paymentIntents.update",
    10_000_000n,
    () => sdk.paymentIntents.update("pi_1", { ...money, description: "" }),
  ],
  [
    "paymentIntents.update of a label",
    0n,
    () => sdk.paymentIntents.update("pi_1", { metadata: { a: null } }),
  ],
  ["paymentIntents.confirm", 5n, () => sdk.paymentIntents.confirm("pi_1", { payment_method: "pm_1" })],
  ["paymentIntents.cancel", 0n, () => sdk.paymentIntents.cancel("pi_1")],
  ["charges.create", 10_000_000n, () => sdk.charges.create({ ...money, source: "tok_visa", capture: false })],
  ["refunds.create", 5n, () => sdk.refunds.create({ payment_intent: "pi_1", reason: "duplicate" })],
  [
    "payouts.create",
    10_000_000n,
    () => sdk.payouts.create({ ...money, method: "instant", destination: "ba_1" }),
  ],
  ["topups.create", 10_000_000n, () => sdk.topups.create({ ...money, description: "x" })],
  [
    "customers.createBalanceTransaction",
    10_000_000n,
    () => sdk.customers.createBalanceTransaction("cus_1", { amount: -1000, currency: "usd" }),
  ],
  [
    "checkout.sessions.create",
    20_000_000n,
    () =>
      sdk.checkout.sessions.create({
        mode: "payment",
        success_url: "https://example.com/?session={CHECKOUT_SESSION_ID}",
        adaptive_pricing: { enabled: false },
        line_items: [
          {
            quantity: 2,
            price_data: { currency: "usd", unit_amount: 1000, product_data: { name: "T-shirt" } },
          },
        ],
        payment_intent_data: { capture_method: "manual", metadata: { a: "b" } },
      }),
  ],
  [
    "subscriptions.create",
    5n,
    () =>
      sdk.subscriptions.create({
        customer: "cus_1",
        items: [{ price: "price_1", quantity: 2 }],
        payment_behavior: "default_incomplete",
      }),
  ],
  [
    "subscriptions.cancel",
    0n,
    () => sdk.subscriptions.cancel("sub_1", { invoice_now: false, prorate: false }),
  ],
  [
    "subscriptions.cancel with an invoice",
    5n,
    () => sdk.subscriptions.cancel("sub_1", { invoice_now: true }),
  ],
  [
    "invoices.create",
    0n,
    () =>
      sdk.invoices.create({
        customer: "cus_1",
        auto_advance: false,
        custom_fields: [{ name: "a", value: "b" }],
      }),
  ],
  [
    "v2 outbound payments",
    10_000_000n,
    () =>
      sdk.v2.moneyManagement.outboundPayments.create({
        amount: { value: 1000, currency: "usd" },
        from: { financial_account: "fa_1", currency: "usd" },
        to: { recipient: "rcp_1" },
        metadata: { a: "b" },
      }),
  ],
  ["v2 cancel without a body", 0n, () => sdk.v2.moneyManagement.outboundPayments.cancel("obp_1")],
  [
    "customers.list",
    0n,
    () => sdk.customers.list({ limit: 3, created: { gte: 1 }, expand: ["data.default_source"] }),
  ],
  [
    "customers.search",
    0n,
    () => sdk.customers.search({ query: "name:'Jane \\'X\\' Doe' AND metadata['a']:'b'" }),
  ],
  [
    "files.create",
    0n,
    () =>
      sdk.files.create({
        purpose: "dispute_evidence",
        file: { data: Buffer.from("x"), name: "a.png", type: "application/octet-stream" },
      }),
  ],
  ["v2 events.list", 0n, () => sdk.v2.core.events.list({ object_id: "x", limit: 2 })],
];

test.each(calls)("%s of the SDK is understood, at %d micro-dollars", async (_, micros, call) => {
  result = null;
  await call();
  expect(result).toMatchObject({ ok: true, request: { priceMicros: micros } });
});
