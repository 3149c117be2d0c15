import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf, stripeAgent, tenDollars } from "./harness/agent.ts";
import { type Stack, startStack } from "./harness/stack.ts";

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ proxies: 1 });
});

afterAll(() => stack.close());

describe("the audit log answers", () => {
  test("what a run did and what it cost, with the attempts that were denied", async () => {
    const acme = await stack.createOrganization("Acme");
    await acme.addSandboxCredential();
    const key = await acme.issue({ agent_run_label: "billing/run_abc123", daily_usd_cap: 30 });
    const agent = stripeAgent(stack.proxy, key.secret);
    const paid = await agent.paymentIntents.create({
      ...tenDollars,
      confirm: true,
      payment_method: "pm_card_visa",
      return_url: "https://example.com",
    });
    const pending = await agent.paymentIntents.create(tenDollars);
    await refusalOf(agent.paymentIntents.create({ amount: 2500, currency: "usd" }));
    await refusalOf(agent.refunds.create({ payment_intent: paid.id, amount: 700 }));

    const query = `SELECT vendor, endpoint, cost_usd, vendor_txn_id, called_at, policy_verdict
      FROM audit_log
      WHERE agent_run_id = 'billing/run_abc123'
      ORDER BY called_at`;
    await expect
      .poll(async () => (await stack.sql.query(query)).rows.map(({ vendor_txn_id }) => vendor_txn_id))
      .toEqual([paid.id, pending.id, null, null]);
    const { rows } = await stack.sql.query(query);
    expect(rows).toMatchObject([
      { vendor: "stripe", endpoint: "POST /v1/payment_intents", cost_usd: "10", policy_verdict: "allowed" },
      // Not confirmed yet: it can still become a charge, so it counts against the cap and has no cost yet.
      { vendor: "stripe", endpoint: "POST /v1/payment_intents", cost_usd: null, policy_verdict: "allowed" },
      {
        vendor: "stripe",
        endpoint: "POST /v1/payment_intents",
        cost_usd: "0",
        policy_verdict: "denied_daily_cap",
      },
      { vendor: "stripe", endpoint: "POST /v1/refunds", cost_usd: "0", policy_verdict: "denied_endpoint" },
    ]);
    const { rows: denied } = await stack.sql.query(
      `SELECT path, requested_usd, held_usd, status_code, request FROM audit_log
       WHERE agent_run_id = 'billing/run_abc123' AND state = 'denied' ORDER BY called_at`,
    );
    expect(denied).toMatchObject([
      { path: "/v1/payment_intents", requested_usd: "25", held_usd: "0", status_code: 429 },
      { path: "/v1/refunds", held_usd: "0", status_code: 403, request: { amount: "700" } },
    ]);
    const exported = await acme.text("/audit-log.csv?agent_run_id=billing%2Frun_abc123");
    expect(exported.trim().split(/\r?\n/)).toHaveLength(5);
  });

  test("what called Stripe yesterday and how much", async () => {
    const acme = await stack.createOrganization("Yesterday");
    await acme.addSandboxCredential();
    for (const [agentName, charges] of [
      ["refunder", 1],
      ["biller", 3],
    ] as const) {
      const key = await acme.issue({ agent_run_label: `${agentName}/run_1` });
      const agent = stripeAgent(stack.proxy, key.secret);
      for (let charge = 0; charge < charges; charge += 1) {
        await agent.paymentIntents.create({
          ...tenDollars,
          confirm: true,
          payment_method: "pm_card_visa",
          return_url: "https://example.com",
        });
      }
    }
    const settled =
      "SELECT count(*)::int AS calls FROM call WHERE organization_id = $1 AND state = 'settled'";
    await expect
      .poll(async () => (await stack.sql.query(settled, [acme.organizationId])).rows)
      .toEqual([{ calls: 4 }]);
    await stack.admin.query(
      "UPDATE call SET called_at = called_at - interval '1 day' WHERE organization_id = $1",
      [acme.organizationId],
    );

    const { rows } = await stack.sql.query(
      `SELECT agent_name, SUM(cost_usd), COUNT(*)
       FROM audit_log
       WHERE vendor = 'stripe' AND date(called_at) = current_date - 1
       GROUP BY agent_name
       ORDER BY 2 DESC`,
    );
    expect(rows).toEqual([
      { agent_name: "biller", sum: "30", count: "3" },
      { agent_name: "refunder", sum: "10", count: "1" },
    ]);
  });
});
