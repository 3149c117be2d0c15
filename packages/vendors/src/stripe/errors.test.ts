import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { verdictStatus } from "@keybrake/policy";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deny } from "./errors.ts";

/** The real SDK against a server that answers every request with one denial. */
let server: Server;
let requests = 0;
const path = "/v1/payment_intents";
let denial = deny({ status: 403, code: "x", message: "x", path });
let stripe: Stripe;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    request.resume().on("end", () => {
      response.writeHead(denial.status, denial.reason, denial.headers).end(denial.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, never a pipe
  stripe = new Stripe("vk_test", { host: "127.0.0.1", port, protocol: "http" });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  "version 1": () => stripe.paymentIntents.create({ amount: 100, currency: "usd" }),
  "version 2": () =>
    stripe.v2.moneyManagement.outboundPayments.create({
      amount: { value: 100, currency: "usd" },
      from: { financial_account: "fa_1", currency: "usd" },
      to: { recipient: "acct_1" },
    }),
  "a read": () => stripe.customers.retrieve("cus_1"),
};

describe.each(Object.keys(calls))("the Stripe SDK, %s,", (api) => {
  test.each([
    [400, "denied_request", "StripeInvalidRequestError"],
    [401, "denied_revoked", "StripeAuthenticationError"],
    [403, "denied_endpoint", "StripePermissionError"],
    [413, "denied_request", "StripeAPIError"],
    [415, "denied_request", "StripeAPIError"],
    [429, "denied_daily_cap", api === "version 2" ? "RateLimitError" : "StripeRateLimitError"],
    [502, "denied_credential", "StripeAPIError"],
    [503, "ledger_unreachable", "StripeAPIError"],
    [504, "vendor_timeout", "StripeAPIError"],
  ])("raises %d %s as %s, after one request", async (status, code, type) => {
    denial = deny({ status, code, message: "The run has 1.00 USD left, the call costs 5.00 USD.", path });
    requests = 0;
    const error = await calls[api]?.().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Stripe.errors.StripeError);
    expect(error).toMatchObject({
      type,
      statusCode: status,
      code,
      message: "The run has 1.00 USD left, the call costs 5.00 USD.",
    });
    expect(requests).toBe(1);
  });
});

test("a reason phrase is one short line of ASCII for every verdict", () => {
  for (const code of Object.keys(verdictStatus)) {
    expect(deny({ status: 403, code, message: "x", path }).reason).toMatch(/^[\x20-\x7e]{1,60}$/);
  }
});
