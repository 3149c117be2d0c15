import { readToken } from "@keybrake/vault";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addSandboxCredential, idOf, issue, sampleKey } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let client: TestClient;
let credentialId: string;

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
  credentialId = await addSandboxCredential(client);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

describe("an issued key", () => {
  test("is answered in exactly the contract's fields", async () => {
    const { status, json } = await issue(client);
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      vault_key: expect.stringMatching(/^vk_[0-9A-Za-z]{38}$/),
      vendor: "stripe",
      credential_id: credentialId,
      agent_name: "billing",
      agent_run_id: "billing/run_1",
      allowed_endpoints: ["POST /v1/payment_intents"],
      daily_usd_cap: "500",
      run_usd_cap: null,
      call_usd_cap: null,
      max_calls: null,
      expires_at: expect.stringMatching(/Z$/),
      created_at: expect.stringMatching(/Z$/),
      proxy_url: "http://127.0.0.1:4100",
    });
    expect(Date.parse(String(json.expires_at)) - Date.parse(String(json.created_at))).toBe(3 * 3_600_000);
  });

  test("is found by the hash of its secret, which is stored nowhere and shown never again", async () => {
    const { json } = await issue(client);
    const token = String(json.vault_key);
    const { rows } = await api.superuser.query(
      "SELECT organization_id, subject_id, kind FROM token_lookup WHERE token_hash = $1",
      [readToken(token)?.hash],
    );
    expect(rows).toEqual([
      { organization_id: client.organizationId, subject_id: json.id, kind: "vault_key" },
    ]);
    const shown = await client.get(`/vault-keys/${json.id}`);
    expect(shown.status).toBe(200);
    expect(shown.text).not.toContain(token);
    const activity = await api.superuser.query("SELECT * FROM activity WHERE subject = $1", [
      `vault_key:${json.id}`,
    ]);
    expect(activity.rows).toMatchObject([
      {
        action: "vault-keys.issue",
        actor: `service_token:${client.tokenId}`,
        organization_id: client.organizationId,
      },
    ]);
    expect(JSON.stringify(activity.rows)).not.toContain(token);
  });

  test("keeps money to the micro-dollar, given as a number or as a decimal string", async () => {
    const { json } = await issue(client, {
      daily_usd_cap: "0.000001",
      run_usd_cap: 12.5,
      call_usd_cap: "12.50",
      max_calls: 7,
      assumed_call_usd: 0,
    });
    expect(json).toMatchObject({
      daily_usd_cap: "0.000001",
      run_usd_cap: "12.5",
      call_usd_cap: "12.5",
      max_calls: 7,
    });
    const { rows } = await api.superuser.query(
      "SELECT daily_cap_micros, run_cap_micros, call_cap_micros, max_calls FROM key_ledger WHERE vault_key_id = $1",
      [json.id],
    );
    expect(rows).toEqual([
      { daily_cap_micros: "1", run_cap_micros: "12500000", call_cap_micros: "12500000", max_calls: "7" },
    ]);
  });

  test("may have a cap of zero: calls that cost nothing still pass", async () => {
    expect((await issue(client, { daily_usd_cap: 0 })).json).toMatchObject({ daily_usd_cap: "0" });
  });

  test("carries the rates of its issue: the organization's own before the shipped ones, and later edits change nothing", async () => {
    const own = await api.organization();
    await addSandboxCredential(own);
    await own.send("/currency-rates/eur", { method: "PUT", json: { usd_rate: "1.25" } });
    const before = await issue(own, { currencies: ["EUR", "gbp"] });
    await own.send("/currency-rates/eur", { method: "PUT", json: { usd_rate: 2 } });
    const { rows } = await api.superuser.query("SELECT rules FROM vault_key WHERE id = $1", [before.json.id]);
    expect(rows[0].rules).toEqual({
      allowedEndpoints: ["POST /v1/payment_intents"],
      assumedCallMicros: null,
      currencies: ["eur", "gbp"],
      stripeAccounts: [],
      rates: { usd: "1000000", eur: "1250000", gbp: expect.stringMatching(/^[0-9]+$/) },
      marginBps: 500,
    });
  });
});

describe("a request for a key is refused, naming the field,", () => {
  const cases: ReadonlyArray<readonly [what: string, over: Record<string, unknown>, path: string]> = [
    ["with an unknown field", { daily_cap_usd: 5 }, "daily_cap_usd"],
    ["with __proto__ as a field", JSON.parse('{"__proto__": {"a": 1}}'), "__proto__"],
    ["without a vendor", { vendor: undefined }, "vendor"],
    ["of an unknown vendor", { vendor: "stripes" }, "vendor"],
    ["with a negative cap", { daily_usd_cap: -1 }, "daily_usd_cap"],
    ["with a cap of seven decimals", { daily_usd_cap: "0.0000001" }, "daily_usd_cap"],
    ["with a cap in exponents", { daily_usd_cap: "1e3" }, "daily_usd_cap"],
    ["with a cap that is no number", { daily_usd_cap: true }, "daily_usd_cap"],
    ["with a cap of null", { daily_usd_cap: null }, "daily_usd_cap"],
    ["with a cap above the organization's maximum", { daily_usd_cap: 10_000.000001 }, "daily_usd_cap"],
    ["with an absurd cap", { run_usd_cap: "99999999999" }, "run_usd_cap"],
    [
      "with only a run cap above the daily maximum",
      { daily_usd_cap: undefined, run_usd_cap: 10_001 },
      "run_usd_cap",
    ],
    ["with neither a daily nor a run cap", { daily_usd_cap: undefined, call_usd_cap: 5 }, "daily_usd_cap"],
    ["with no calls at all", { max_calls: 0 }, "max_calls"],
    ["with half a call", { max_calls: 1.5 }, "max_calls"],
    ["with too many calls", { max_calls: 1_000_000_001 }, "max_calls"],
    ["without an expiry", { expires_in: undefined }, "expires_in"],
    ["with an expiry under 30 s", { expires_in: "29s" }, "expires_in"],
    ["with an expiry over the maximum", { expires_in: "1441m" }, "expires_in"],
    ["with an expiry in no unit", { expires_in: "3" }, "expires_in"],
    ["with a label without a slash", { agent_run_label: "billing" }, "agent_run_label"],
    ["with a label of control characters", { agent_run_label: "billing/run\n1" }, "agent_run_label"],
    [
      "with a label that turns the reading direction",
      { agent_run_label: "billing/\u202erun" },
      "agent_run_label",
    ],
    ["with a label of 129 characters", { agent_run_label: `billing/${"x".repeat(121)}` }, "agent_run_label"],
    ["without endpoints", { allowed_endpoints: undefined }, "allowed_endpoints"],
    ["with no endpoint", { allowed_endpoints: [] }, "allowed_endpoints"],
    ["with a wildcard over writes", { allowed_endpoints: ["POST /v1/*"] }, "allowed_endpoints[0]"],
    ["with a currency that has no rate", { currencies: ["usd", "xyz"] }, "currencies[1]"],
    ["with a currency that is none", { currencies: ["dollars"] }, "currencies[0]"],
    ["with no currency", { currencies: [] }, "currencies"],
    ["with an account that is none", { stripe_accounts: ["cus_1"] }, "stripe_accounts[0]"],
    ["with a policy that there is not", { policy: "absent" }, "policy"],
    [
      "with a credential that there is not",
      { credential_id: "01970000-0000-7000-8000-000000000000" },
      "credential_id",
    ],
  ];

  test.each(cases)("%s", async (_what, over, path) => {
    const answer = await client.post("/vault-keys", Object.assign(Object.create(null), sampleKey, over));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json).toMatchObject({
      status: 400,
      code: "invalid_request",
      title: "The request is not valid",
    });
    expect(answer.paths).toContain(path);
  });

  test("with an endpoint that the vendor does not have, and the nearest are suggested", async () => {
    const { status, json } = await issue(client, {
      allowed_endpoints: ["POST /v1/payment_intents", "POST /v1/payment_intent"],
    });
    expect(status).toBe(400);
    expect(json.errors).toEqual([
      {
        path: "allowed_endpoints[1]",
        message: expect.any(String),
        suggestions: expect.arrayContaining(["POST /v1/payment_intents"]),
      },
    ]);
  });

  test("where the vendor has several active credentials, and with one of them it passes", async () => {
    const other = await api.organization();
    const first = await addSandboxCredential(other);
    await addSandboxCredential(other);
    expect((await issue(other)).paths).toEqual(["credential_id"]);
    expect((await issue(other, { credential_id: first })).json).toMatchObject({ credential_id: first });
  });

  test("where the vendor has no active credential", async () => {
    const other = await api.organization();
    expect((await issue(other)).paths).toEqual(["credential_id"]);
    const only = await addSandboxCredential(other);
    await other.post(`/credentials/${only}/disable`);
    expect((await issue(other)).paths).toEqual(["credential_id"]);
  });

  test("with another organization's credential, as with one that there is not", async () => {
    const other = await api.organization();
    await addSandboxCredential(other);
    const foreign = await issue(other, { credential_id: credentialId });
    const absent = await issue(other, { credential_id: "01970000-0000-7000-8000-000000000000" });
    expect(foreign.text).toBe(absent.text);
  });
});

describe("no key is issued", () => {
  test("for a run that was revoked as a run", async () => {
    await client.post("/runs/revoke", { agent_run_id: "billing/stopped" });
    const answer = await issue(client, { agent_run_label: "billing/stopped" });
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({ code: "run_revoked", status: 409 });
  });

  test("above the organization's number of live keys, until one is revoked", async () => {
    const small = await api.organization();
    await addSandboxCredential(small);
    await api.superuser.query("UPDATE organization SET max_live_keys = 1 WHERE id = $1", [
      small.organizationId,
    ]);
    const first = await issue(small);
    expect((await issue(small)).json).toMatchObject({ status: 409, code: "too_many_vault_keys" });
    await small.post(`/vault-keys/${idOf(first)}/revoke`);
    expect((await issue(small)).status).toBe(201);
  });
});

describe("an Idempotency-Key", () => {
  const key = { "idempotency-key": "run-1-key" };

  test("makes one key however often and with whatever body it is sent, and repeats get the first id", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => client.post("/vault-keys", sampleKey, key)));
    const [made] = answers.filter(({ status }) => status === 201);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const repeats = [
      ...answers.filter(({ status }) => status === 409),
      await client.post("/vault-keys", { ...sampleKey, daily_usd_cap: 1 }, key),
    ];
    for (const repeat of repeats) {
      expect(repeat.json).toMatchObject({ status: 409, code: "idempotency_conflict", id: made?.json.id });
      expect(repeat.json.detail).toContain(String(made?.json.id));
      expect(repeat.text).not.toContain("vk_");
    }
  });

  test("is free again where the request was refused", async () => {
    const headers = { "idempotency-key": "refused-first" };
    expect((await client.post("/vault-keys", { ...sampleKey, daily_usd_cap: 99_999 }, headers)).status).toBe(
      400,
    );
    expect((await client.post("/vault-keys", sampleKey, headers)).status).toBe(201);
  });

  test("of one organization is not another's", async () => {
    const other = await api.organization();
    await addSandboxCredential(other);
    expect((await other.post("/vault-keys", sampleKey, key)).status).toBe(201);
  });

  test("that is empty or endless is refused", async () => {
    for (const value of ["", "x".repeat(256), "with space"]) {
      const answer = await client.post("/vault-keys", sampleKey, { "idempotency-key": value });
      expect(answer.paths).toEqual(["Idempotency-Key"]);
    }
  });
});
