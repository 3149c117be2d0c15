import { readFileSync } from "node:fs";
import { LedgerUnavailable } from "@keybrake/ledger";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeyOptions, type TestKey, TestProxy } from "./testing/test-proxy.ts";

let proxy: TestProxy;
let ledgerIsDown = false;
let arrivals = 0;

beforeAll(async () => {
  proxy = await TestProxy.start({
    ledger: (ledger) => ({
      hold: (call) => (ledgerIsDown ? Promise.reject(new LedgerUnavailable("down")) : ledger.hold(call)),
      settle: (settlement) => ledger.settle(settlement),
    }),
  });
  proxy.server.on("request", () => {
    arrivals += 1;
  });
});
afterAll(() => proxy.close());

type Asking = (stripe: Stripe) => Promise<unknown>;

const charge: Asking = (stripe) => stripe.paymentIntents.create({ amount: 1_000, currency: "usd" });
const issue = (options: KeyOptions = {}) =>
  proxy.issue({ allowed: ["POST /v1/payment_intents", "POST /v1/refunds"], ...options });

/** Each kind of denial: how a key comes to it, and what is then called. */
const denials: ReadonlyArray<
  readonly [what: string, key: () => Promise<Pick<TestKey, "token">>, ask: Asking]
> = [
  ["no such key", () => Promise.resolve({ token: "vk_nosuchkey" }), charge],
  [
    "revoked",
    async () => {
      const key = await issue();
      await proxy.revoke(key);
      return key;
    },
    charge,
  ],
  [
    "expired",
    async () => {
      const key = await issue({ expiresInMs: 1 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      return key;
    },
    charge,
  ],
  [
    "malformed amount",
    () => issue(),
    (stripe) => stripe.paymentIntents.create({ amount: 10.5, currency: "usd" }),
  ],
  ["not on the allowlist", () => issue({ allowed: ["GET /v1/customers"] }), charge],
  [
    "another connected account",
    () => issue(),
    (stripe) =>
      stripe.paymentIntents.create({ amount: 1_000, currency: "usd" }, { stripeAccount: "acct_1X" }),
  ],
  ["another currency", () => issue({ rules: { currencies: ["eur"] } }), charge],
  ["cost unknown", () => issue(), (stripe) => stripe.refunds.create({ charge: "ch_none" })],
  ["above the call cap", () => issue({ callUsd: 9 }), charge],
  ["above the run cap", () => issue({ runUsd: 9 }), charge],
  ["above the daily cap", () => issue({ dailyUsd: 9 }), charge],
  [
    "too many calls",
    async () => {
      const key = await issue({ maxCalls: 1 });
      await charge(proxy.stripe(key));
      return key;
    },
    charge,
  ],
  [
    "the credential is refused by Stripe",
    async () => {
      const secret = { api_key: "sk_test_sandbox_revoked_abcdefghijkl" };
      return issue({ credentialId: await proxy.credential({ vendor: "stripe", mode: "sandbox", secret }) });
    },
    charge,
  ],
  [
    "the answer was lost",
    async () => {
      proxy.sandbox.scenario({ vendor: "stripe", fault: "moved_after_reset" });
      return issue();
    },
    charge,
  ],
  [
    "the ledger cannot be reached",
    async () => {
      const key = await issue();
      ledgerIsDown = true;
      return key;
    },
    charge,
  ],
];

/** On a busy machine the ledger may really be late: nothing was sent then, and the call is made once more. */
async function errorOf(ask: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    arrivals = 0;
    const isDown = ledgerIsDown;
    const error: unknown = await ask().catch((fault: unknown) => fault);
    const isLate = error instanceof Stripe.errors.StripeError && error.code === "ledger_unreachable";
    if (isDown || !isLate || tries === 5) {
      ledgerIsDown = false;
      return error;
    }
  }
}

describe("each denial", () => {
  it("raises stripe-node's own error, once: the table in docs/vendors/stripe.md is what was seen", async () => {
    const table = ["| Denial | Status | Error | `code` | Requests |", "|---|---|---|---|---|"];
    for (const [what, makeKey, ask] of denials) {
      const key = await makeKey();
      const stripe = new Stripe(key.token, { host: "127.0.0.1", port: proxy.port, protocol: "http" });
      const error = await errorOf(() => ask(stripe));
      if (!(error instanceof Stripe.errors.StripeError)) throw new Error(`${what}: no error of Stripe's`);
      expect(error.message).toMatch(/^\w.{20,}/);
      table.push(`| ${what} | ${error.statusCode} | ${error.type} | \`${error.code}\` | ${arrivals} |`);
      expect([what, arrivals]).toEqual([what, 1]);
    }
    const page = readFileSync(new URL("../../../docs/vendors/stripe.md", import.meta.url), "utf8");
    expect(page.slice(page.indexOf("| Denial |")).split("\n\n")[0]?.trim()).toBe(table.join("\n"));
  });
});
