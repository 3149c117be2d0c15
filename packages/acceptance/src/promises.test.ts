import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalOf, stripeAgent, tenDollars } from "./harness/agent.ts";
import type { RestClient } from "./harness/rest.ts";
import { type Stack, startStack } from "./harness/stack.ts";

let stack: Stack;
let acme: RestClient;

beforeAll(async () => {
  stack = await startStack({ proxies: 2 });
  acme = await stack.createOrganization("Acme");
  await acme.addSandboxCredential();
});

afterAll(() => stack.close());

/** Runs `work` while nobody can commit to the key's ledger row. */
async function whileLocked<T>(vaultKeyId: string, work: () => Promise<T>): Promise<T> {
  const blocker = await stack.admin.connect();
  await blocker.query("BEGIN");
  await blocker.query("SELECT FROM key_ledger WHERE vault_key_id = $1 FOR UPDATE", [vaultKeyId]);
  try {
    return await work();
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
}

const rowsOf = async (vaultKeyId: string) => {
  const { rows } = await stack.sql.query(
    "SELECT id, policy_verdict, state, called_at FROM audit_log WHERE vault_key_id = $1 ORDER BY called_at",
    [vaultKeyId],
  );
  return rows;
};

describe("no row, no answer:", () => {
  test("what reaches the vendor has its row already", async () => {
    const key = await acme.issue();
    const mark = await stack.sandbox.mark();
    await stack.sandbox.arm({ fault: "slow", delay_ms: 1_000, times: 1 });
    const charge = stripeAgent(stack.proxy, key.secret).paymentIntents.create(tenDollars);
    await expect.poll(() => stack.sandbox.since(mark), { interval: 5 }).toHaveLength(1);
    // On a busy machine an earlier row may stand there, of a ticket that was over before its first byte: released.
    expect((await rowsOf(key.id)).filter(({ state }) => state !== "released")).toMatchObject([
      { policy_verdict: "allowed", state: "held" },
    ]);
    await charge;
  });

  test("while a row cannot be committed, neither the vendor nor the agent hears anything but that", async () => {
    const key = await acme.issue();
    const agent = stripeAgent(stack.proxy, key.secret);
    const mark = await stack.sandbox.mark();
    const refusals = await whileLocked(key.id, () =>
      Promise.all([
        refusalOf(agent.paymentIntents.create(tenDollars, { maxNetworkRetries: 0 })),
        refusalOf(agent.refunds.create({ payment_intent: "pi_1" }, { maxNetworkRetries: 0 })),
      ]),
    );
    // The refund is not on the list; but to say so would be an answer without a row.
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ statusCode: 503, code: "ledger_unreachable" });
    expect(await stack.sandbox.since(mark)).toEqual([]);
    expect(await rowsOf(key.id)).toEqual([]);
  });

  test("a denial is in the log when the agent reads it", async () => {
    const key = await acme.issue();
    const agent = stripeAgent(stack.proxy, key.secret);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await refusalOf(agent.refunds.create({ payment_intent: "pi_1" }));
      expect(await rowsOf(key.id)).toHaveLength(attempt);
    }
  });
});

describe("never over:", () => {
  test("calls of any size, raced over two proxies, end at or below the cap and fill it to the last call", async () => {
    const key = await acme.issue({ daily_usd_cap: "100" });
    const agents = stack.proxies.map((proxy) => stripeAgent(proxy, key.secret));
    const mark = await stack.sandbox.mark();
    await Promise.allSettled(
      Array.from({ length: 80 }, (_, index) =>
        agents[index % 2]?.paymentIntents.create({ amount: 100 + 37 * (index % 9), currency: "usd" }),
      ),
    );
    const arrived = (await stack.sandbox.since(mark)).reduce(
      (sum, arrival) => sum + (arrival.amount_minor ?? 0),
      0,
    );
    expect(arrived).toBeLessThanOrEqual(10_000);
    expect(arrived).toBeGreaterThan(10_000 - 100 - 37 * 8);
  });
});

describe("revoked is revoked:", () => {
  test("no call is admitted after the acknowledgement, over two proxies under load", async () => {
    const key = await acme.issue({ daily_usd_cap: 10_000 });
    const agents = stack.proxies.map((proxy) => stripeAgent(proxy, key.secret));
    let isRevoked = false;
    let acknowledgedAt = Number.POSITIVE_INFINITY;
    const admittedLate: number[] = [];
    const loops = Array.from({ length: 16 }, async (_, index) => {
      while (!isRevoked || performance.now() < acknowledgedAt + 500) {
        const startedAt = performance.now();
        const outcome = await agents[index % 2]?.paymentIntents.create(tenDollars).then(
          () => "charged",
          () => "refused",
        );
        if (outcome === "charged" && startedAt > acknowledgedAt) admittedLate.push(startedAt);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const revoked = await acme.post(`/vault-keys/${key.id}/revoke`);
    acknowledgedAt = performance.now();
    isRevoked = true;
    await Promise.all(loops);

    expect(revoked.status).toBe(200);
    expect(admittedLate).toEqual([]);
    const rows = await rowsOf(key.id);
    const revokedAt = new Date(String(revoked.body.revoked_at));
    const allowedAfter = rows.filter((row) => row.policy_verdict === "allowed" && row.called_at > revokedAt);
    expect(allowedAfter).toEqual([]);
    expect(rows.filter((row) => row.policy_verdict === "denied_revoked").length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.policy_verdict === "allowed").length).toBeGreaterThan(0);
  });
});

describe("fail closed, say why:", () => {
  test("without the ledger every call gets 503 within a second and nothing is forwarded; it comes back by itself", async () => {
    const key = await acme.issue();
    const agent = stripeAgent(stack.proxy, key.secret);
    await agent.paymentIntents.create(tenDollars);
    const mark = await stack.sandbox.mark();
    const { rows } = await stack.admin.query("SELECT current_database() AS name");
    const name = String(rows[0]?.name);
    // For the proxies' logins the database is gone; the tester's own is a superuser.
    await stack.admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true CONNECTION LIMIT 0`);
    try {
      await stack.admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'keybrake%'",
        [name],
      );
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const startedAt = performance.now();
        const refusal = await refusalOf(agent.paymentIntents.create(tenDollars, { maxNetworkRetries: 0 }));
        expect(refusal).toMatchObject({ statusCode: 503, code: "ledger_unreachable" });
        expect(performance.now() - startedAt).toBeLessThan(1_000);
      }
      expect(await stack.sandbox.since(mark)).toEqual([]);
    } finally {
      await stack.admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    }
    await expect
      .poll(
        () =>
          agent.paymentIntents.create(tenDollars).then(
            ({ object }) => object,
            () => "refused",
          ),
        { timeout: 3_000 },
      )
      .toBe("payment_intent");
  });
});
