import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addSandboxCredential } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let client: TestClient;
let policyId: string;

const rules = {
  vendor: "stripe",
  expires_in: "2h",
  allowed_endpoints: ["POST /v1/payment_intents", "GET /v1/customers/*"],
  daily_usd_cap: "100",
  call_usd_cap: 20,
  max_calls: 50,
  assumed_call_usd: 5,
  currencies: ["usd", "eur"],
  stripe_accounts: ["acct_allowed"],
};

const request = { vendor: "stripe", expires_in: "1h", agent_run_label: "billing/run_1", policy: "billing" };

async function addPolicy(name: string, versions: readonly unknown[]): Promise<string> {
  const id = uuidv7();
  await api.superuser.query("INSERT INTO policy (organization_id, id, name) VALUES ($1, $2, $3)", [
    client.organizationId,
    id,
    name,
  ]);
  for (const [index, version] of versions.entries()) {
    await api.superuser.query(
      `INSERT INTO policy_version (organization_id, policy_id, version, rules, created_by)
       VALUES ($1, $2, $3, $4, 'test')`,
      [client.organizationId, id, index + 1, JSON.stringify(version)],
    );
  }
  return id;
}

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
  await addSandboxCredential(client);
  policyId = await addPolicy("billing", [{ ...rules, daily_usd_cap: 9_000 }, rules]);
});

afterAll(() => api.stop());

describe("a key issued by a policy", () => {
  test("takes every term that the request leaves out from the newest version", async () => {
    const { status, json } = await client.post("/vault-keys", request);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      allowed_endpoints: ["POST /v1/payment_intents", "GET /v1/customers/*"],
      daily_usd_cap: "100",
      call_usd_cap: "20",
      max_calls: 50,
    });
    expect((await client.get(`/vault-keys/${json.id}`)).json).toMatchObject({
      policy_id: policyId,
      policy_version: 2,
      assumed_call_usd: "5",
      currencies: ["usd", "eur"],
      stripe_accounts: ["acct_allowed"],
    });
  });

  test("may be named by the policy's id", async () => {
    expect((await client.post("/vault-keys", { ...request, policy: policyId })).status).toBe(201);
  });

  test("takes narrower terms from the request", async () => {
    const { status, json } = await client.post("/vault-keys", {
      ...request,
      allowed_endpoints: ["GET /v1/customers/{customer}"],
      daily_usd_cap: 99.5,
      run_usd_cap: 10,
      call_usd_cap: "20",
      max_calls: 1,
      assumed_call_usd: 6,
      currencies: ["EUR"],
      stripe_accounts: [],
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({ daily_usd_cap: "99.5", run_usd_cap: "10", max_calls: 1 });
  });
});

describe("a request may not widen its policy", () => {
  test.each([
    ["expires_in", { expires_in: "3h" }],
    ["daily_usd_cap", { daily_usd_cap: "100.000001" }],
    ["call_usd_cap", { call_usd_cap: 21 }],
    ["max_calls", { max_calls: 51 }],
    ["assumed_call_usd", { assumed_call_usd: 4.99 }],
    ["currencies[1]", { currencies: ["usd", "gbp"] }],
    ["stripe_accounts[0]", { stripe_accounts: ["acct_other"] }],
    ["allowed_endpoints[1]", { allowed_endpoints: ["POST /v1/payment_intents", "POST /v1/refunds"] }],
    ["allowed_endpoints[0]", { allowed_endpoints: ["GET /v1/*"] }],
  ])("in %s", async (path, over) => {
    const answer = await client.post("/vault-keys", { ...request, ...over });
    expect(answer.status).toBe(400);
    expect(answer.paths).toEqual([path]);
  });

  test("by assuming a price where the policy assumes none", async () => {
    const { assumed_call_usd: _, stripe_accounts: __, ...others } = rules;
    await addPolicy("careful", [others]);
    const careful = { ...request, policy: "careful" };
    expect((await client.post("/vault-keys", { ...careful, assumed_call_usd: 1 })).paths).toEqual([
      "assumed_call_usd",
    ]);
    const accounts = await client.post("/vault-keys", { ...careful, stripe_accounts: ["acct_1"] });
    expect(accounts.paths).toEqual(["stripe_accounts[0]"]);
  });
});

describe("a policy cannot be used", () => {
  test("for a vendor that it is not for, once archived, or from another organization", async () => {
    await addPolicy("texts", [{ ...rules, vendor: "twilio" }]);
    expect((await client.post("/vault-keys", { ...request, policy: "texts" })).paths).toEqual(["policy"]);

    const archived = await addPolicy("archived", [rules]);
    await api.superuser.query("UPDATE policy SET archived_at = now() WHERE id = $1", [archived]);
    expect((await client.post("/vault-keys", { ...request, policy: archived })).paths).toEqual(["policy"]);

    const stranger = await api.organization();
    await addSandboxCredential(stranger);
    const foreign = await stranger.post("/vault-keys", { ...request, policy: policyId });
    expect(foreign.paths).toEqual(["policy"]);
  });

  test("to go above the organization's maxima", async () => {
    await addPolicy("rich", [{ ...rules, daily_usd_cap: 50_000, expires_in: "400d" }]);
    const rich = { ...request, policy: "rich" };
    expect((await client.post("/vault-keys", rich)).paths).toEqual(["daily_usd_cap"]);
    expect(
      (await client.post("/vault-keys", { ...rich, daily_usd_cap: 10, expires_in: "25h" })).paths,
    ).toEqual(["expires_in"]);
    expect((await client.post("/vault-keys", { ...rich, daily_usd_cap: 10 })).status).toBe(201);
  });

  test("without a cap or without endpoints, unless the request has them", async () => {
    await addPolicy("open", [{ vendor: "stripe" }]);
    const open = { ...request, policy: "open" };
    expect((await client.post("/vault-keys", open)).paths).toEqual(["daily_usd_cap", "allowed_endpoints"]);
    const narrowed = { ...open, run_usd_cap: 3, allowed_endpoints: ["GET /v1/customers/*"] };
    expect((await client.post("/vault-keys", narrowed)).status).toBe(201);
  });
});

test("a stored policy with a rule that this program does not know issues no key, since the rule would be lost", async () => {
  await addPolicy("newer", [{ ...rules, hourly_usd_cap: 1 }]);
  expect((await client.post("/vault-keys", { ...request, policy: "newer" })).status).toBe(500);
  expect(api.faults).toHaveLength(1);
});
