import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripeAgent, tenDollars } from "./harness/agent.ts";
import { type Stack, startStack } from "./harness/stack.ts";

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ proxies: 2 });
});

afterAll(() => stack.close());

describe.each([1, 2])(
  "64 concurrent calls of 10 dollars against a cap of 500, over %i proxies",
  (proxies) => {
    test("let exactly 50 reach the vendor, and leave another organization untouched", async () => {
      const [acme, rival] = [
        await stack.createOrganization(`Acme${proxies}`),
        await stack.createOrganization(`Rival${proxies}`),
      ];
      await acme.addSandboxCredential();
      await rival.addSandboxCredential();
      const key = await acme.issue({ daily_usd_cap: 500 });
      const rivalKey = await rival.issue({ daily_usd_cap: 500 });
      const mark = await stack.sandbox.mark();

      const used = stack.proxies.slice(0, proxies);
      const agents = used.map((proxy) => stripeAgent(proxy, key.secret));
      const rivalAgents = used.map((proxy) => stripeAgent(proxy, rivalKey.secret));
      const charge = (from: typeof agents, index: number) =>
        from[index % from.length]?.paymentIntents.create(tenDollars);
      const [outcomes, rivalOutcomes] = await Promise.all([
        Promise.allSettled(Array.from({ length: 64 }, (_, index) => charge(agents, index))),
        Promise.allSettled(Array.from({ length: 10 }, (_, index) => charge(rivalAgents, index))),
      ]);

      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
      expect(rivalOutcomes.every(({ status }) => status === "fulfilled")).toBe(true);
      const arrivals = await stack.sandbox.since(mark);
      expect(arrivals).toHaveLength(60);
      const { rows } = await stack.sql.query(
        // A ticket that was over before its first byte is released, and its call holds anew.
        `SELECT policy_verdict, count(*)::int AS calls FROM audit_log WHERE vault_key_id = $1 AND state <> 'released'
       GROUP BY policy_verdict ORDER BY policy_verdict`,
        [key.id],
      );
      expect(rows).toEqual([
        { policy_verdict: "allowed", calls: 50 },
        { policy_verdict: "denied_daily_cap", calls: 14 },
      ]);
    });
  },
);
