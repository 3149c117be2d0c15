import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf, stripeAgent, tenDollars } from "./harness/agent.ts";
import { untilNothingIsHeld } from "./harness/call-rows.ts";
import type { RestClient } from "./harness/rest.ts";
import { type Stack, startStack } from "./harness/stack.ts";

let stack: Stack;
let acme: RestClient;

beforeAll(async () => {
  stack = await startStack({ proxies: 1 });
  acme = await stack.createOrganization("Acme");
  await acme.addSandboxCredential();
});

afterAll(() => stack.close());

const basic = (userAndPassword: string) => `Basic ${Buffer.from(userAndPassword).toString("base64")}`;

describe("the official stripe package, with a vault key for its key", () => {
  test("charges within the key's rules and gets the vendor's own object", async () => {
    const key = await acme.issue();
    const mark = await stack.sandbox.mark();
    const intent = await stripeAgent(stack.proxy, key.secret).paymentIntents.create(tenDollars);
    expect(intent).toMatchObject({ object: "payment_intent", amount: 1000, currency: "usd" });
    expect(intent.lastResponse.headers["keybrake-verdict"]).toBe("allowed");
    const [arrival, ...more] = await stack.sandbox.since(mark);
    expect(more).toEqual([]);
    expect(arrival).toMatchObject({ path: "/v1/payment_intents", object_id: intent.id, executed: true });
    expect(arrival?.header_names.filter((name) => name.startsWith("keybrake"))).toEqual([]);
  });

  test("is refused an endpoint that is not on the list, in words that name it and what is allowed", async () => {
    const key = await acme.issue();
    const mark = await stack.sandbox.mark();
    const refusal = await refusalOf(
      stripeAgent(stack.proxy, key.secret).refunds.create({ payment_intent: "pi_1", amount: 100 }),
    );
    expect(refusal).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(refusal).toMatchObject({ code: "denied_endpoint", statusCode: 403 });
    expect(String(refusal)).toContain("POST /v1/refunds");
    expect(String(refusal)).toContain("POST /v1/payment_intents");
    expect(await stack.sandbox.since(mark)).toEqual([]);
  });

  test("is stopped at the cap, once, before the vendor hears of it", async () => {
    const key = await acme.issue({ daily_usd_cap: "25" });
    const agent = stripeAgent(stack.proxy, key.secret);
    await agent.paymentIntents.create(tenDollars);
    await agent.paymentIntents.create(tenDollars);
    const mark = await stack.sandbox.mark();
    const refusal = await refusalOf(agent.paymentIntents.create(tenDollars));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect(refusal).toMatchObject({ code: "denied_daily_cap", statusCode: 429 });
    expect(await stack.sandbox.since(mark)).toEqual([]);
    const { rows } = await stack.sql.query(
      "SELECT count(*)::int AS tries FROM audit_log WHERE vault_key_id = $1 AND policy_verdict = 'denied_daily_cap'",
      [key.id],
    );
    expect(rows).toEqual([{ tries: 1 }]);
  });

  test("is refused after the key was revoked, and what is in flight is listed", async () => {
    const key = await acme.issue();
    const agent = stripeAgent(stack.proxy, key.secret);
    await agent.paymentIntents.create(tenDollars);
    // The agent has its answer before the row is complete.
    await untilNothingIsHeld(stack.sql);
    const revoked = await acme.post(`/vault-keys/${key.id}/revoke`);
    expect(revoked).toMatchObject({ status: 200, body: { id: key.id, in_flight: [], in_flight_total: 0 } });
    const mark = await stack.sandbox.mark();
    const refusal = await refusalOf(agent.paymentIntents.create(tenDollars));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(refusal).toMatchObject({ code: "denied_revoked", statusCode: 401 });
    expect(await stack.sandbox.since(mark)).toEqual([]);
    const again = await acme.post(`/vault-keys/${key.id}/revoke`);
    expect(again).toMatchObject({ status: 200, body: { revoked_at: revoked.body.revoked_at } });
  });

  test("is refused when its run was revoked, and no key is issued for that run again", async () => {
    const key = await acme.issue({ agent_run_label: "billing/run_stopped" });
    const revoked = await acme.post("/runs/revoke", { agent_run_id: "billing/run_stopped" });
    expect(revoked).toMatchObject({ status: 200, body: { agent_run_id: "billing/run_stopped", keys: 1 } });
    const refusal = await refusalOf(stripeAgent(stack.proxy, key.secret).paymentIntents.create(tenDollars));
    expect(refusal).toMatchObject({ code: "denied_revoked" });
    const reissued = await acme.post("/vault-keys", {
      vendor: "stripe",
      expires_in: "1h",
      agent_run_label: "billing/run_stopped",
      allowed_endpoints: ["POST /v1/payment_intents"],
      daily_usd_cap: 1,
    });
    expect(reissued).toMatchObject({ status: 409, body: { code: "run_revoked" } });
  });

  test("gives the hold of a declined card back", async () => {
    const key = await acme.issue({ daily_usd_cap: 10 });
    const agent = stripeAgent(stack.proxy, key.secret);
    const declined = await refusalOf(
      agent.paymentIntents.create({
        ...tenDollars,
        confirm: true,
        payment_method: "pm_card_chargeDeclined",
        return_url: "https://example.com",
      }),
    );
    expect(declined).toBeInstanceOf(Stripe.errors.StripeCardError);
    // Settling runs behind the answer.
    await expect
      .poll(async () => (await acme.get(`/vault-keys/${key.id}`)).body)
      .toMatchObject({ held_today_usd: "0", spent_today_usd: "0", left_usd: "10" });
    await expect(agent.paymentIntents.create(tenDollars)).resolves.toMatchObject({ amount: 1000 });
  });

  test("re-sends under its own idempotency key without spending twice", async () => {
    const key = await acme.issue({ daily_usd_cap: 10 });
    const agent = stripeAgent(stack.proxy, key.secret);
    const once = { idempotencyKey: `invoice_${key.id}` };
    const first = await agent.paymentIntents.create(tenDollars, once);
    const second = await agent.paymentIntents.create(tenDollars, once);
    expect(second.id).toBe(first.id);
    await expect
      .poll(async () => (await acme.get(`/vault-keys/${key.id}`)).body)
      .toMatchObject({ left_usd: "0" });
  });
});

describe("an expired key", () => {
  test("is refused as revoked ones are", async () => {
    const key = await acme.issue({ expires_in: "30s" });
    await stack.admin.query("UPDATE key_ledger SET expires_at = clock_timestamp() WHERE vault_key_id = $1", [
      key.id,
    ]);
    const refusal = await refusalOf(stripeAgent(stack.proxy, key.secret).paymentIntents.create(tenDollars));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(refusal).toMatchObject({ code: "denied_expired" });
  });
});

describe("the key on the wire", () => {
  const charge = (authorization: string) =>
    fetch(`${stack.proxy.url}/v1/payment_intents`, {
      method: "POST",
      headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
      body: "amount=1000&currency=usd",
    });

  test("may be a bearer token or the user of Basic authentication, as curl -u sends it", async () => {
    const { secret } = await acme.issue();
    expect((await charge(`Bearer ${secret}`)).status).toBe(200);
    expect((await charge(basic(`${secret}:`))).status).toBe(200);
    expect((await charge(basic(`user:${secret}`))).status).toBe(401);
  });

  test("gets one answer for unknown and malformed alike", async () => {
    const { secret } = await acme.issue();
    const flipped = secret.slice(0, -1) + (secret.endsWith("A") ? "B" : "A");
    const bodies = await Promise.all(
      [flipped, "vk_nonsense", "sk_live_1234"].map(async (token) => {
        const response = await charge(`Bearer ${token}`);
        return [response.status, await response.text()];
      }),
    );
    expect(bodies[0]?.[0]).toBe(401);
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  test("may be asked what it can still do, without a row", async () => {
    const key = await acme.issue();
    const response = await fetch(`${stack.proxy.url}/_keybrake/self`, {
      headers: { authorization: `Bearer ${key.secret}` },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      vendor: "stripe",
      agent_run_id: "billing/run_1",
      allowed_endpoints: ["POST /v1/payment_intents"],
    });
    const { rows } = await stack.sql.query("SELECT id FROM audit_log WHERE vault_key_id = $1", [key.id]);
    expect(rows).toEqual([]);
  });
});
