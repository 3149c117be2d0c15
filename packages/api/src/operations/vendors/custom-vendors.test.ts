import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openProxy } from "../../testing/sample-calls.ts";
import { idOf } from "../../testing/sample-key.ts";
import { TestApi, type TestClient } from "../../testing/test-api.ts";

let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const definition = {
  title: "Acme Mail",
  origin: "https://api.acme.com",
  attachment: { kind: "basic", secret_is: "password", other: "api" },
  passed_headers: ["idempotency-key"],
  endpoints: [
    { method: "GET", path: "/v1/messages/{id}", price: { kind: "free" } },
    { method: "POST", path: "/v1/messages", price: { kind: "flat", usd: "0.0125" } },
    {
      method: "POST",
      path: "/v1/charges",
      price: {
        kind: "amount",
        format: "json",
        amount: ["total", "value"],
        currency: ["currency"],
        unit: "minor",
      },
    },
  ],
};

let count = 0;

async function define(over: object = {}): Promise<string> {
  count += 1;
  const name = `acme-${count}`;
  const { status, text } = await client.post("/vendors", { name, ...definition, ...over });
  if (status !== 201) throw new Error(text);
  return name;
}

function addCredential(vendor: string, secret: object = { secret: "acme_secret_1" }) {
  return client.post("/credentials", { vendor, label: "Acme", secret });
}

function issue(vendor: string, over: object = {}) {
  return client.post("/vault-keys", {
    vendor,
    expires_in: "1h",
    agent_run_label: "mailer/run_1",
    allowed_endpoints: ["POST /v1/messages"],
    daily_usd_cap: 5,
    ...over,
  });
}

const change = (name: string, base: number, over: object = {}) =>
  client.send(`/vendors/${name}`, { method: "PUT", json: { base_version: base, ...definition, ...over } });

const pinned = z.object({ customVendor: z.object({ origin: z.string(), name: z.string() }).loose() });

async function rulesOf(id: string) {
  const { rows } = await api.superuser.query("SELECT rules FROM vault_key WHERE id = $1", [id]);
  return pinned.parse(rows[0].rules).customVendor;
}

describe("a vendor that is defined", () => {
  test("is answered and shown as it was written, with its endpoints in the picker's list", async () => {
    const made = await client.post("/vendors", { name: "acme-mail", ...definition });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      name: "acme-mail",
      ...definition,
      version: 1,
      created_at: expect.any(String),
      changed_at: expect.any(String),
      changed_by: `service_token:${client.tokenId}`,
      archived_at: null,
    });
    expect((await client.get("/vendors/acme-mail")).json).toEqual(made.json);
    const { json } = await client.get("/vendors/acme-mail/endpoints");
    expect(json.data).toEqual([
      { name: "GET /v1/messages/{id}", label: "", class: "READ", costs_money: false },
      { name: "POST /v1/messages", label: "", class: "VENDOR_SPEND", costs_money: true },
      { name: "POST /v1/charges", label: "", class: "VENDOR_SPEND", costs_money: true },
    ]);
    const activity = await api.superuser.query(
      "SELECT action FROM activity WHERE subject = 'vendor:acme-mail'",
    );
    expect(activity.rows).toEqual([{ action: "vendors.define" }]);
  });

  test("is listed after the built-in ones, to its own organization only", async () => {
    const name = await define();
    const listed = z.array(z.object({ name: z.string(), has_sandbox: z.boolean(), custom: z.unknown() }));
    const mine = listed.parse((await client.get("/vendors")).json.data);
    expect(mine.at(0)).toMatchObject({ name: "stripe", has_sandbox: true, custom: null });
    expect(mine.find((vendor) => vendor.name === name)).toMatchObject({
      has_sandbox: false,
      custom: { origin: "https://api.acme.com", endpoints: 3, version: 1 },
    });
    const stranger = await api.organization();
    const theirs = listed.parse((await stranger.get("/vendors")).json.data);
    expect(theirs.every(({ custom }) => custom === null)).toBe(true);
    expect((await stranger.get(`/vendors/${name}`)).status).toBe(404);
    expect((await stranger.get(`/vendors/${name}/endpoints`)).status).toBe(404);
    expect((await stranger.post(`/vendors/${name}/archive`)).status).toBe(404);
    const taken = await stranger.post("/vendors", { name, ...definition });
    expect(taken.status).toBe(201);
  });

  test.each([
    ["name", { name: "stripe" }, ["name"]],
    ["name", { name: "_keybrake" }, ["name"]],
    ["origin", { origin: "https://169.254.169.254" }, ["origin"]],
    ["origin", { origin: "http://api.acme.com" }, ["origin"]],
    ["origin", { origin: "https://api.stripe.com" }, ["origin"]],
    ["attachment.name", { attachment: { kind: "header", name: "cookie" } }, ["attachment.name"]],
    ["attachment.other", { attachment: { ...definition.attachment, other: "a:b" } }, ["attachment.other"]],
    ["passed_headers[0]", { passed_headers: ["host"] }, ["passed_headers[0]"]],
    ["endpoints", { endpoints: [] }, ["endpoints"]],
    ["endpoints[1].path", { endpoints: [flat("/a"), flat("/a/")] }, ["endpoints[1].path"]],
    ["endpoints[1].path", { endpoints: [flat("/{a}"), flat("/{b}")] }, ["endpoints[1].path"]],
    ["endpoints[0].price.usd", { endpoints: [flat("/a", "1e3")] }, ["endpoints[0].price.usd"]],
    ["endpoints[0].price.usd", { endpoints: [flat("/a", "0")] }, ["endpoints[0].price.usd"]],
    [
      "endpoints[0].price",
      { endpoints: [{ ...definition.endpoints[2], method: "GET" }] },
      ["endpoints[0].price"],
    ],
    ["sandbox", { sandbox: true }, ["sandbox"]],
  ])("is refused with the field at fault named: %s", async (_field, over, paths) => {
    const refused = await client.post("/vendors", { name: "acme-bad", ...definition, ...over });
    expect(refused.status).toBe(400);
    expect(refused.paths).toEqual(paths);
  });

  test("needs the scope for credentials, and reading it only the one for reading", async () => {
    const name = await define();
    const issuer = await api.client(client.organizationId, ["keys:issue"]);
    expect((await issuer.post("/vendors", { name: "other", ...definition })).json.code).toBe("missing_scope");
    const reader = await api.client(client.organizationId, ["read"]);
    expect((await reader.get(`/vendors/${name}`)).status).toBe(200);
    expect((await reader.post(`/vendors/${name}/archive`)).json.code).toBe("missing_scope");
  });

  test("keeps its name for good, archived or not", async () => {
    const name = await define();
    await client.post(`/vendors/${name}/archive`);
    expect((await client.post("/vendors", { name, ...definition })).json.code).toBe("vendor_name_taken");
  });
});

describe("a changed vendor", () => {
  test("has a new version, made from the newest one only", async () => {
    const name = await define();
    const changed = await change(name, 1, { title: "Acme 2" });
    expect(changed.json).toMatchObject({ title: "Acme 2", version: 2 });
    expect((await change(name, 1)).json.code).toBe("vendor_changed");
    // Two at the same moment: both have begun before either can end.
    const holder = await api.superuser.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT name FROM custom_vendor WHERE name = $1 FOR UPDATE", [name]);
    const both = Promise.all([change(name, 2, { title: "A" }), change(name, 2, { title: "B" })]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await holder.query("COMMIT");
    holder.release();
    expect((await both).map(({ status }) => status).sort()).toEqual([200, 409]);
    const { rows } = await api.superuser.query(
      "SELECT version FROM custom_vendor_version WHERE organization_id = $1 AND name = $2 ORDER BY version",
      [client.organizationId, name],
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test("changes no key that was issued before", async () => {
    const name = await define();
    await addCredential(name);
    const before = await issue(name);
    await change(name, 1, { origin: "https://api.acme-moved.com" });
    const after = await issue(name, { agent_run_label: "mailer/run_2" });
    expect(await rulesOf(idOf(before))).toMatchObject({ name, origin: "https://api.acme.com" });
    expect(await rulesOf(idOf(after))).toMatchObject({ name, origin: "https://api.acme-moved.com" });
    expect((await client.get(`/vault-keys/${idOf(before)}`)).status).toBe(200);
    const { data } = (await client.get(`/vault-keys?vendor=${name}`)).json;
    expect(data).toHaveLength(2);
    expect(JSON.stringify(data)).not.toContain("customVendor");
  });

  test("has its secret sealed anew when it is rotated, for where it is now", async () => {
    const name = await define();
    const id = idOf(await addCredential(name));
    await change(name, 1, {
      origin: "https://api.acme-moved.com",
      attachment: { kind: "header", name: "x-a" },
    });
    const sealedTo = async () => {
      const { rows } = await api.superuser.query("SELECT origin, attachment FROM credential WHERE id = $1", [
        id,
      ]);
      return rows[0];
    };
    expect(await sealedTo()).toEqual({ origin: "https://api.acme.com", attachment: "basic password api" });
    const secret = { secret: "acme_secret_2", mode: "live" };
    expect((await client.post(`/credentials/${id}/rotate`, { secret })).status).toBe(200);
    expect(await sealedTo()).toEqual({ origin: "https://api.acme-moved.com", attachment: "header x-a" });
  });
});

describe("an archived vendor", () => {
  test("takes no credential, key, policy or change, and keeps what there is", async () => {
    const name = await define();
    const credentialId = idOf(await addCredential(name));
    const key = await issue(name);
    const archived = await client.post(`/vendors/${name}/archive`);
    expect(archived.json).toEqual({ name, archived_at: expect.any(String) });
    expect((await client.post(`/vendors/${name}/archive`)).json).toEqual(archived.json);
    expect((await addCredential(name)).paths).toEqual(["vendor"]);
    expect((await issue(name)).paths).toEqual(["vendor"]);
    expect((await change(name, 1)).json.code).toBe("vendor_archived");
    expect((await client.get(`/vault-keys/${idOf(key)}`)).json.state).toBe("active");
    const rotated = await client.post(`/credentials/${credentialId}/rotate`, {
      secret: { secret: "acme_secret_3" },
    });
    expect(rotated.status).toBe(200);
    expect((await client.get("/vendors")).text).not.toContain(`"${name}"`);
    expect((await client.get("/vendors?archived=true")).text).toContain(`"${name}"`);
  });
});

describe("a credential of a vendor of one's own", () => {
  test("is live unless it says that it is a test one, which cannot change later", async () => {
    const name = await define();
    expect((await addCredential(name)).json).toMatchObject({ vendor: name, mode: "live", last4: "et_1" });
    const test = await addCredential(name, { secret: "acme_secret_t", mode: "test" });
    expect(test.json).toMatchObject({ mode: "test" });
    const live = await client.post(`/credentials/${idOf(test)}/rotate`, {
      secret: { secret: "acme_secret_l" },
    });
    expect(live.paths).toEqual(["secret"]);
  });

  test("has no sandbox, and a secret that is none is refused", async () => {
    const name = await define();
    const sandbox = await client.post("/credentials", { vendor: name, label: "S", sandbox: true });
    expect(sandbox.paths).toEqual(["sandbox"]);
    expect((await addCredential(name, { secret: "a b c d e f" })).paths).toEqual(["secret.secret"]);
    expect((await addCredential(name, { api_key: "acme_secret_1" })).paths).toEqual(["secret"]);
  });

  test("is found by the proxy as what it is sealed to", async () => {
    const name = await define();
    const id = idOf(await addCredential(name));
    const proxy = await openProxy(api.proxyUrl);
    const stored = await proxy.findCredential(client.organizationId, id);
    await proxy.close();
    expect(stored).toMatchObject({
      vendor: name,
      origin: "https://api.acme.com",
      attachment: "basic password api",
      mode: "live",
    });
  });
});

describe("a key for a vendor of one's own", () => {
  test("may call what the definition lists, by its exact names, and a mistake gets the nearest", async () => {
    const name = await define();
    await addCredential(name);
    const wrong = await issue(name, { allowed_endpoints: ["POST /v1/message", "GET /v1/messages/*"] });
    expect(wrong.paths).toEqual(["allowed_endpoints[0]"]);
    expect(wrong.text).toContain("POST /v1/messages");
    const right = await issue(name, {
      allowed_endpoints: ["GET /v1/messages/{anything}", "POST /v1/charges"],
    });
    expect(right.json).toMatchObject({
      vendor: name,
      allowed_endpoints: ["GET /v1/messages/{id}", "POST /v1/charges"],
    });
  });

  test("of a name that is no vendor's is refused with the names that there are", async () => {
    const name = await define();
    const refused = await issue("acme-none");
    expect(refused.paths).toEqual(["vendor"]);
    expect(refused.text).toContain(name);
  });
});

function flat(path: string, usd = "1") {
  return { method: "POST", path, price: { kind: "flat", usd } };
}
