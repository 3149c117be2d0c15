import { mintToken } from "@keybrake/vault";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "../access.ts";
import { operations } from "../operations.ts";
import { addSandboxCredential, idOf, issue, sampleKey } from "../testing/sample-key.ts";
import { readAnswer, TestApi, type TestClient, type TestRequest } from "../testing/test-api.ts";
import { restOperations } from "./route.ts";

const served = restOperations(operations);

let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  client = await api.organization();
  await addSandboxCredential(client);
});

afterAll(() => api.stop());

/** An address of the operation with an id that nobody has. */
function addressOf(path: string): string {
  return path
    .replace("{id}", "01970000-0000-7000-8000-000000000000")
    .replace("{vendor}", "stripe")
    .replace("{currency}", "eur");
}

/** What an operation's request has to say before its path is looked at. */
const bodies: Readonly<Record<string, object>> = {
  "calls.resolve": { decision: "released", reason: "Not in the vendor's log." },
  "credentials.rotate": {},
  "prices.set": { prices: [{ item: "call", usd: 1 }] },
};

function requestOf({ name, http }: (typeof served)[number]): TestRequest {
  const json = bodies[name];
  return json === undefined ? { method: http.method } : { method: http.method, json };
}

describe("who may call", () => {
  const anonymous = (authorization?: string) =>
    api.handle(
      new Request(
        "http://127.0.0.1:3000/api/v1/vault-keys",
        authorization ? { headers: { authorization } } : {},
      ),
    );

  test("a missing, malformed, unknown, revoked and wrong kind of token get one and the same 401", async () => {
    const revoked = await api.client(client.organizationId);
    await api.superuser.query("UPDATE service_token SET revoked_at = now() WHERE id = $1", [revoked.tokenId]);
    const vaultKey = String((await issue(client)).json.vault_key);
    const answers = await Promise.all(
      [
        undefined,
        "Bearer",
        "Bearer nonsense",
        `Basic ${client.token}`,
        `Bearer ${mintToken("service_token").token}`,
        `Bearer ${client.token.slice(0, -1)}`,
        `Bearer ${revoked.token}`,
        `Bearer ${vaultKey}`,
      ].map(async (authorization) => readAnswer(await anonymous(authorization))),
    );
    for (const { status, text, headers } of answers) {
      expect(status).toBe(401);
      expect(text).toBe(answers[0]?.text);
      expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
    }
  });

  test("a token without the operation's scope gets 403, whatever else it may do", async () => {
    for (const operation of served) {
      const { scope } = operation.access;
      const others: Scope[] = (
        ["keys:issue", "keys:revoke", "read", "credentials:write", "unknown:resolve"] as const
      ).filter((other) => other !== scope);
      const limited = await api.client(client.organizationId, others);
      const answer = await limited.send(addressOf(operation.http.path), { method: operation.http.method });
      expect([operation.name, answer.status, answer.json.code]).toEqual([
        operation.name,
        403,
        "missing_scope",
      ]);
    }
  });

  test("what is another organization's is answered like what does not exist", async () => {
    const owner = await api.organization();
    const credential = await addSandboxCredential(owner);
    const key = idOf(await issue(owner));
    const stranger = await api.organization();
    const withId = served.filter(({ http }) => http.path.includes("{id}"));
    expect(withId.length).toBeGreaterThan(2);
    for (const operation of withId) {
      const { http, name } = operation;
      const request = requestOf(operation);
      const owned = http.path.startsWith("/credentials/") ? credential : key;
      const foreign = await stranger.send(http.path.replace("{id}", owned), request);
      const absent = await stranger.send(addressOf(http.path), request);
      const malformed = await stranger.send(http.path.replace("{id}", "vk_1"), request);
      expect([name, foreign.status]).toEqual([name, 404]);
      expect(foreign.text).toBe(absent.text);
      expect(foreign.text).toBe(malformed.text);
    }
    expect((await owner.get(`/vault-keys/${key}`)).json).toMatchObject({ state: "active" });
  });

  test("no list shows a row of another organization", async () => {
    await issue(client);
    const stranger = await api.organization();
    for (const { http, name } of served.filter(
      ({ http }) => http.method === "GET" && !http.path.includes("{"),
    )) {
      const answer = await stranger.get(http.path);
      expect([name, answer.status]).toEqual([name, 200]);
      expect(answer.text).not.toContain(client.organizationId);
      // What is shipped is everybody's.
      const { data } = answer.json;
      if (name === "currency-rates.list" || !Array.isArray(data)) continue;
      expect(name === "vendors.list" ? data.filter(({ custom }) => custom !== null) : data, name).toEqual([]);
    }
  });
});

describe("a body", () => {
  test("that is no JSON is 400, and so is one that is not UTF-8", async () => {
    const headers = { "content-type": "application/json" };
    for (const body of ["", "{", '{"a":1}x', new Uint8Array([0x22, 0xff, 0x22])]) {
      const answer = await client.send("/vault-keys", { method: "POST", body, headers });
      expect([answer.status, answer.json.code]).toEqual([400, "malformed_json"]);
    }
  });

  test("that is JSON but no object is 400", async () => {
    for (const json of [[], null, "text", 5]) {
      expect((await client.post("/vault-keys", json)).json).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
    }
  });

  test("of another content type, or of none, is 415", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json; charset=latin1",
    ]) {
      const answer = await client.send("/vault-keys", {
        method: "POST",
        body: JSON.stringify(sampleKey),
        headers: { "content-type": type },
      });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    const utf8 = { "content-type": "application/json; charset=UTF-8" };
    const accepted = await client.send("/vault-keys", {
      method: "POST",
      body: JSON.stringify(sampleKey),
      headers: utf8,
    });
    expect(accepted.status).toBe(201);
  });

  test("above 64 KiB is 413 as soon as it is, however long it would go on", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    const response = await api.handle(
      new Request("http://127.0.0.1:3000/api/v1/vault-keys", {
        method: "POST",
        body,
        headers: { authorization: `Bearer ${client.token}`, "content-type": "application/json" },
        duplex: "half",
      }),
    );
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(64 * 1024 * 3);
  });

  test("with thousands of unknown fields is answered in a small problem", async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`field_${index}`, 1]));
    const answer = await client.post("/vault-keys", many);
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(5_000);
  });

  test("whose field names are unprintable is answered with them escaped", async () => {
    const answer = await client.post("/vault-keys", { ...sampleKey, "a\u0000\u202eb": 1 });
    expect(answer.paths).toEqual(["a\\u0000\\u202eb"]);
  });
});

describe("an address", () => {
  test("that there is not is 404, and a wrong method 405 with the right ones", async () => {
    for (const path of [
      "/nothing",
      "/vault-keys/",
      "//vault-keys",
      "/vault-keys/%zz",
      "/credentials/x/enable",
    ]) {
      expect([path, (await client.get(path)).status]).toEqual([path, 404]);
    }
    const wrong = await client.send("/vault-keys", { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow"), wrong.json.code]).toEqual([
      405,
      "GET, POST",
      "method_not_allowed",
    ]);
  });

  test("with an unknown or repeated query field is 400 naming it, also where a body is sent", async () => {
    expect((await client.get("/vault-keys?agent=x")).paths).toEqual(["agent"]);
    expect((await client.get("/audit-log?vendor=stripe&vendor=twilio")).paths).toEqual(["vendor"]);
    expect((await client.post("/vault-keys?dry_run=1", sampleKey)).paths).toEqual(["dry_run"]);
  });
});

describe("a problem", () => {
  test("has exactly the members of the contract", async () => {
    const { json } = await client.post("/vault-keys", { ...sampleKey, vendor: 5 });
    expect(Object.keys(json)).toEqual(["type", "title", "status", "code", "detail", "errors"]);
    expect(json).toEqual({
      type: "urn:keybrake:problem:invalid_request",
      title: "The request is not valid",
      status: 400,
      code: "invalid_request",
      detail: "vendor: Expected string, received number.",
      errors: [{ path: "vendor", message: "Expected string, received number." }],
    });
  });

  test("of ours tells the caller an id and nothing of the cause", async () => {
    await api.superuser.query("ALTER TABLE vault_key RENAME TO vault_key_gone");
    try {
      const { status, json, text } = await client.get("/vault-keys");
      expect([status, json.code]).toEqual([500, "internal_error"]);
      expect(text).not.toContain("vault_key");
      expect(JSON.stringify(json.detail)).toMatch(/[0-9a-f-]{36}/);
      expect(api.faults).toHaveLength(1);
    } finally {
      await api.superuser.query("ALTER TABLE vault_key_gone RENAME TO vault_key");
    }
  });

  test("is never cached and never sniffed", async () => {
    for (const { headers } of [await client.get("/nothing"), await client.get("/vault-keys")]) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});
