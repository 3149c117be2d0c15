import { readFileSync } from "node:fs";
import { LedgerUnavailable } from "@keybrake/ledger";
import { findVendor } from "@keybrake/vendors";
import twilio from "twilio";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fetchPrices } from "./keeper/fetch-prices.ts";
import { reconcile } from "./keeper/reconcile.ts";
import { createLog } from "./log.ts";
import { type AuditRow, type KeyOptions, type TestKey, TestProxy } from "./testing/test-proxy.ts";

let proxy: TestProxy;
let credentialId = "";
let ledgerIsDown = false;
let arrivals = 0;

beforeAll(async () => {
  proxy = await TestProxy.start({
    ledger: (ledger) => ({
      hold: (call) => (ledgerIsDown ? Promise.reject(new LedgerUnavailable("down")) : ledger.hold(call)),
      settle: (settlement) => ledger.settle(settlement),
    }),
  });
  credentialId = await proxy.sandboxCredential("twilio");
  proxy.server.on("request", () => {
    arrivals += 1;
  });
  // On a busy machine the first call of all may find the ledger too slow.
  await byHttpClient(await issue())
    .balance.fetch()
    .catch(() => null);
});
afterAll(() => proxy.close());
beforeEach(() => proxy.sandbox.reset());

const vendor = findVendor("twilio");
const { account_sid: account = "" } = vendor?.sandboxSecret("abcdefghijkl") ?? {};
/** Stands for the credential's own account, which the agent need not know. */
const standIn = `AC${"0".repeat(32)}`;
const sid = (prefix: string) => prefix + "a1".repeat(16);

const base = "/2010-04-01/Accounts/{AccountSid}";
const verify = "verify.twilio.com/v2/Services";
const allowed = [
  `POST ${base}/Messages.json`,
  `POST ${base}/Messages/{Sid}.json`,
  `DELETE ${base}/Messages/{Sid}.json`,
  `POST ${base}/Calls.json`,
  `POST ${base}/Calls/{Sid}.json`,
  `POST ${base}/Conferences/{ConferenceSid}/Participants.json`,
  `POST ${base}/IncomingPhoneNumbers.json`,
  `POST ${base}/IncomingPhoneNumbers/Local.json`,
  `DELETE ${base}/IncomingPhoneNumbers/{Sid}.json`,
  "GET /2010-04-01/*",
  `POST ${verify}`,
  `POST ${verify}/{ServiceSid}/Verifications`,
  `POST ${verify}/{ServiceSid}/Verifications/{Sid}`,
  `POST ${verify}/{ServiceSid}/VerificationCheck`,
  "GET verify.twilio.com/v2/*",
  "GET lookups.twilio.com/v2/PhoneNumbers/{PhoneNumber}",
  "POST lookups.twilio.com/v2/batch/query",
  "GET pricing.twilio.com/*",
  "POST studio.twilio.com/v2/Flows/{FlowSid}/Executions",
];

const issue = (options: KeyOptions = {}) =>
  proxy.issue({ vendor: "twilio", credentialId, allowed, ...options });

type Client = ReturnType<typeof twilio>;
type Key = Pick<TestKey, "token">;

const address = () => `http://127.0.0.1:${proxy.port}/twilio`;

/** The first of the two ways in `docs/vendors/twilio.md`: a client that goes to the proxy for every product. */
class ProxyClient extends twilio.RequestClient {
  override request<TData>(options: Parameters<twilio.RequestClient["request"]>[0]) {
    options.uri = options.uri.replace(/^https:\/\/([a-z-]+\.twilio\.com)\//, `${address()}/$1/`);
    return super.request<TData>(options as never);
  }
}
const byHttpClient = (key: Key, sidOfAccount = account): Client =>
  twilio(sidOfAccount, key.token, { httpClient: new ProxyClient() });

/** The second: the address of each product that is used. */
function byBaseUrl(key: Key): Client {
  const client = twilio(account, key.token);
  client.api.baseUrl = address();
  client.verify.baseUrl = `${address()}/verify.twilio.com`;
  client.lookups.baseUrl = `${address()}/lookups.twilio.com`;
  return client;
}
const ways = [
  ["its own HTTP client", byHttpClient],
  ["its base URLs", byBaseUrl],
] as const;

/** Rows once none is held; cost and hold in micro-dollars. */
async function rowsOf(key: TestKey): Promise<AuditRow[]> {
  const rows = await proxy.rows(key.run);
  const micros = (usd: number | null) => (usd === null ? null : Math.round(usd * 1e6));
  return rows.map((row) => ({ ...row, cost: micros(row.cost), held: micros(row.held) ?? 0 }));
}

const text = { to: "+12025550123", from: "+12025550100", body: "Hello" };
const segment = 13_500;
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

async function askVendorLater(): Promise<void> {
  const { credentials, upstream, ledger } = proxy.plane;
  const task = reconcile({
    credentials,
    upstream,
    ledger,
    vendors: vendor === undefined ? [] : [vendor],
    database: { openCalls: (asked) => proxy.proxyDatabase.openCalls({ ...asked, olderThanMs: 0 }) },
    log: createLog("error", { write: () => undefined }),
  });
  await task.run();
}

describe.each(ways)("twilio-node through the proxy by %s", (_way, sdk) => {
  it("sends a message with the real credential, accrued at its segments, and in the audit log", async () => {
    const key = await issue();
    const sent = await sdk(key).messages.create({ ...text, body: "a".repeat(161) });
    expect(sent).toMatchObject({ status: "queued", price: null, accountSid: account });
    expect(await rowsOf(key)).toMatchObject([
      {
        endpoint: `POST ${base}/Messages.json`,
        verdict: "allowed",
        state: "accrued",
        status: 201,
        held: 2 * segment,
        txn: sent.sid,
        request: { To: text.to, segments: 2, item: "sms:US", price_basis: "price book" },
      },
    ]);
    const [seen] = proxy.sandbox.log();
    expect(seen).toMatchObject({ objectId: sent.sid, credential: { last4: "ijkl" } });
    expect(seen?.path).toBe(`/api.twilio.com/2010-04-01/Accounts/${account}/Messages.json`);
  });

  it("pages to the end, over a relative and over an absolute link", async () => {
    const client = sdk(await issue());
    const services: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      await client.messages.create({ ...text, body: `${index}` });
      services.push((await client.verify.v2.services.create({ friendlyName: `S${index}` })).sid);
    }
    const messages = await client.messages.list({ pageSize: 2 });
    expect(messages.map(({ body }) => body)).toEqual(["4", "3", "2", "1", "0"]);
    const listed = await client.verify.v2.services.list({ pageSize: 2 });
    expect(listed.map((service) => service.sid)).toEqual(services);
    const page = await client.verify.v2.services.page({ pageSize: 2 });
    expect(page.nextPageUrl).toMatch(`${address()}/verify.twilio.com/v2/Services?`);
    expect(listed[0]?.url).toBe(`${address()}/verify.twilio.com/v2/Services/${services[0]}`);
  });

  it("verifies a number: the fee and the text when it is asked for, nothing when it is checked", async () => {
    const key = await issue();
    const client = sdk(key);
    const { sid: service } = await client.verify.v2.services.create({ friendlyName: "Shop" });
    const { verifications, verificationChecks } = client.verify.v2.services(service);
    await verifications.create({ to: text.to, channel: "sms" });
    expect((await verificationChecks.create({ to: text.to, code: "123456" })).status).toBe("approved");
    const other = await verifications.create({ to: "ada@example.com", channel: "email" });
    await client.verify.v2.services(service).verifications(other.sid).update({ status: "canceled" });
    expect((await rowsOf(key)).map(({ state, cost }) => `${state} ${cost}`)).toEqual([
      "settled 0",
      `settled ${50_000 + 3 * segment}`,
      "settled 0",
      "settled 50000",
      "settled 0",
    ]);
  });

  it("looks a number up: a GET that costs what it asks for", async () => {
    const key = await issue();
    const number = sdk(key).lookups.v2.phoneNumbers("+14155550123");
    expect((await number.fetch()).valid).toBe(true);
    await number.fetch({ fields: "caller_name,line_type_intelligence" });
    expect((await rowsOf(key)).map(({ cost }) => cost)).toEqual([0, 18_000]);
  });
});

describe("twilio-node through the proxy", () => {
  it("need not know the account: AC and zeros stands for it", async () => {
    const key = await issue();
    expect((await byHttpClient(key, standIn).messages.create(text)).accountSid).toBe(account);
    expect(proxy.sandbox.log()[0]?.path).toContain(account);
  });

  it("rings to a limit, into a conference too, and hangs up", async () => {
    const key = await issue();
    const client = byHttpClient(key);
    const ring = { to: text.to, from: text.from, timeLimit: 90 };
    const twiml = new twilio.twiml.VoiceResponse();
    twiml.say("Hello");
    const call = await client.calls.create({ ...ring, twiml });
    await client.conferences(sid("CF")).participants.create(ring);
    expect((await client.calls(call.sid).update({ status: "completed" })).sid).toBe(call.sid);
    expect(await client.calls.list()).toHaveLength(2);
    const rows = await rowsOf(key);
    expect(rows.map(({ state, held }) => `${state} ${held}`)).toEqual([
      "accrued 28000",
      "accrued 32000",
      "settled 0",
      "settled 0",
    ]);
    expect(rows[1]?.txn).toMatch(/^CA/);
  });

  it("buys and releases numbers, and reads what there is to read", async () => {
    const key = await issue();
    const client = byHttpClient(key);
    const bought = await client.incomingPhoneNumbers.create({ areaCode: "415" });
    await client.incomingPhoneNumbers.local.create({ phoneNumber: "+14155550199" });
    expect(await client.incomingPhoneNumbers.list()).toHaveLength(2);
    expect(await client.incomingPhoneNumbers(bought.sid).remove()).toBe(true);
    expect((await client.balance.fetch()).currency).toBe("USD");
    expect((await client.pricing.v1.messaging.countries("GB").fetch()).isoCountry).toBe("GB");
    expect(await client.pricing.v1.messaging.countries.list({ pageSize: 5 })).toHaveLength(12);
    expect((await rowsOf(key)).slice(0, 2).map(({ cost, txn }) => [cost, txn?.slice(0, 2)])).toEqual([
      [2_150_000, "PN"],
      [1_150_000, "PN"],
    ]);
  });

  it("redacts and deletes messages for nothing", async () => {
    const key = await issue();
    const client = byHttpClient(key);
    const { sid: id } = await client.messages.create(text);
    expect((await client.messages(id).update({ body: "" })).body).toBe("");
    expect((await client.messages(id).fetch()).sid).toBe(id);
    expect(await client.messages(id).remove()).toBe(true);
    expect((await rowsOf(key)).slice(1).map(({ cost }) => cost)).toEqual([0, 0, 0]);
  });

  it("hands on Twilio's own errors as they are, and counts nothing for them", async () => {
    const key = await issue();
    const client = byHttpClient(key);
    expect(await failureOf(client.messages.create({ ...text, to: "+12025550001" }))).toMatchObject({
      status: 400,
      code: 21211,
    });
    for (const [fault, status] of [
      ["decline", 400],
      ["rate_limit", 429],
      ["conflict", 409],
    ] as const) {
      proxy.sandbox.scenario({ vendor: "twilio", fault });
      expect(await failureOf(client.messages.create(text)), fault).toMatchObject({ status });
    }
    proxy.sandbox.scenario({ vendor: "twilio", fault: "server_error" });
    expect(await failureOf(client.messages.create(text))).toMatchObject({ status: 500, code: 20500 });
    const states = (await rowsOf(key)).map(({ state }) => state);
    expect(states).toEqual(["released", "released", "released", "released", "unknown"]);
  });

  it("uses an API key where the credential is one, whose secret never comes back", async () => {
    const secret = { account_sid: account, api_key_sid: sid("SK"), api_key_secret: "aB3dEfGh".repeat(4) };
    const own = await proxy.credential({ vendor: "twilio", mode: "sandbox", secret });
    const client = byHttpClient(await issue({ credentialId: own }));
    proxy.sandbox.scenario({ vendor: "twilio", fault: "echo_credential" });
    const sent = await client.messages.create(text);
    expect(sent.accountSid).toBe(account);
    expect(JSON.stringify(client.httpClient.lastResponse)).not.toContain(secret.api_key_secret);
    expect(proxy.sandbox.log()[0]?.credential?.last4).toBe("EfGh");
  });

  it("cannot act for another account, whatever the parent's token could", async () => {
    const key = await issue();
    const error = await failureOf(byHttpClient(key, `AC${"1".repeat(32)}`).messages.create(text));
    expect(error).toMatchObject({ status: 403, details: { code: "denied_account" } });
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("has what a prefix leaves out taken for api.twilio.com, and no host but Twilio's", async () => {
    const key = await issue();
    const authorization = `Basic ${Buffer.from(`${account}:${key.token}`).toString("base64")}`;
    const get = (target: string) => proxy.request(null, target, { headers: { authorization } });
    for (const target of ["", "/twilio", "/twilio/api.twilio.com", "/api.twilio.com"]) {
      const { status } = await get(`${target}/2010-04-01/Accounts/${account}/Balance.json`);
      expect(status, target).toBe(200);
    }
    for (const host of ["evil.example", "iam.twilio.com", "api.twilio.com.evil.example"]) {
      const { json } = await get(`/twilio/${host}/v2/Services`);
      expect(json, host).toMatchObject({ details: { code: "denied_endpoint" } });
    }
  });

  it("sends two equal messages as two, and holds both", async () => {
    const key = await issue({ dailyUsd: 0.02 });
    const client = byHttpClient(key);
    await client.messages.create(text);
    expect(await failureOf(client.messages.create(text))).toMatchObject({
      details: { code: "denied_daily_cap" },
    });
  });

  it("leaves a message whose answer was lost to a person: nobody can ask about it", async () => {
    const key = await issue();
    proxy.sandbox.scenario({ vendor: "twilio", fault: "moved_after_reset" });
    await failureOf(byHttpClient(key).messages.create(text));
    await askVendorLater();
    expect(await rowsOf(key)).toMatchObject([{ state: "unknown", held: segment, txn: null }]);
  });
});

describe("the true price", () => {
  it("takes the estimate's place once Twilio tells it, and the rest of the hold is free again", async () => {
    const key = await issue({ dailyUsd: 0.02 });
    const client = byHttpClient(key);
    await client.messages.create(text);
    await rowsOf(key);
    await askVendorLater();
    expect(await rowsOf(key)).toMatchObject([{ state: "accrued", cost: null }]);
    await askVendorLater();
    expect(await rowsOf(key)).toMatchObject([{ state: "settled", cost: 11_900 }]);
    expect(await failureOf(client.messages.create(text))).toMatchObject({
      details: { code: "denied_daily_cap" },
    });
  });

  it("of what failed is what it cost all the same, and of a call that nobody took nothing", async () => {
    const key = await issue();
    const client = byHttpClient(key);
    await client.messages.create({ ...text, to: "+12025550030" });
    const twiml = "<Response><Say>Hello</Say></Response>";
    await client.calls
      .create({ to: "+12025550040", from: text.from, twiml, timeLimit: 60 })
      .catch(() => null);
    await rowsOf(key);
    await askVendorLater();
    await askVendorLater();
    const states = (await rowsOf(key)).map(({ state, cost }) => `${state} ${cost}`);
    expect(states).toEqual(["settled 1000", "released 0"]);
  });
});

describe("a scheduled message", () => {
  it("gives its money back when it is canceled", async () => {
    const key = await issue({ dailyUsd: 0.02 });
    const client = byHttpClient(key);
    const sendAt = new Date(Date.now() + 3_600_000);
    const later = {
      to: text.to,
      body: "Hi",
      messagingServiceSid: sid("MG"),
      scheduleType: "fixed",
      sendAt,
    } as const;
    const scheduled = await client.messages.create(later);
    expect(await rowsOf(key)).toMatchObject([{ state: "accrued", request: { scheduled: true } }]);
    expect(await failureOf(client.messages.create(text))).toMatchObject({
      details: { code: "denied_daily_cap" },
    });
    expect((await client.messages(scheduled.sid).update({ status: "canceled" })).status).toBe("canceled");
    expect((await rowsOf(key))[0]).toMatchObject({ state: "released", cost: 0 });
    expect((await client.messages.create(text)).status).toBe("queued");
  });
});

describe("prices", () => {
  it("are fetched from Twilio with the credential, and a person's own stand above them", async () => {
    const own = await proxy.sandboxCredential("twilio");
    await proxy.superuser.query(
      "INSERT INTO price (organization_id, credential_id, item, micros, source, updated_by) VALUES ($1, $2, 'sms:GB', 90000, 'edited', 'test')",
      [proxy.organizationId, own],
    );
    const { credentials, upstream } = proxy.plane;
    const { notePriceList } = proxy.proxyDatabase;
    const refresh = vendor?.priceRefresh;
    if (vendor === undefined || refresh === undefined) throw new Error("no prices to fetch");
    const task = fetchPrices({
      credentials,
      upstream,
      vendors: [{ ...vendor, priceRefresh: { ...refresh, countries: ["GB", "JE", "AQ"] } }],
      database: {
        notePriceList: (list, fetched) => notePriceList(list, fetched),
        stalePriceLists: async () => [
          { organizationId: proxy.organizationId, credentialId: own, vendor: "twilio" },
        ],
      },
      log: createLog("error", { write: () => undefined }),
    });
    await task.run();
    credentials.forget(own);
    const key = await issue({ credentialId: own });
    const client = byHttpClient(key);
    await client.messages.create({ ...text, to: "+442071838750" });
    await client.messages.create({ ...text, to: "+447797123456" });
    expect((await rowsOf(key)).map(({ held }) => held)).toEqual([90_000, 91_000]);
  });
});

type Asking = (client: Client) => Promise<unknown>;

const send: Asking = (client) => client.messages.create(text);

/** Each kind of denial: how a key comes to it, and what is then called. */
const denials: ReadonlyArray<readonly [what: string, key: () => Promise<Key>, ask: Asking]> = [
  ["no such key", () => Promise.resolve({ token: "vk_nosuchkey" }), send],
  [
    "revoked",
    async () => {
      const key = await issue();
      await proxy.revoke(key);
      return key;
    },
    send,
  ],
  [
    "expired",
    async () => {
      const key = await issue({ expiresInMs: 1 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      return key;
    },
    send,
  ],
  [
    "a number that is not E.164",
    () => issue(),
    (client) => client.messages.create({ ...text, to: "2025550123" }),
  ],
  ["not on the allowlist", () => issue({ allowed: [`POST ${base}/Calls.json`] }), send],
  ["withheld: its answer is a secret", () => issue(), (client) => client.newKeys.create()],
  [
    "withheld, though the key lists it",
    () => issue({ allowed: [`POST ${base}/Keys.json`] }),
    (client) => client.newKeys.create(),
  ],
  [
    "withheld: an account's own record",
    () => issue(),
    (client) => client.api.v2010.accounts(account).fetch(),
  ],
  ["another account", () => issue(), (client) => client.api.v2010.accounts(sid("AC")).messages.create(text)],
  [
    "cost unknown: a fan-out",
    () => issue(),
    (client) => client.studio.v2.flows(sid("FW")).executions.create({ to: text.to, from: text.from }),
  ],
  [
    "cost unknown: a call without a limit",
    () => issue(),
    (client) => client.calls.create({ to: text.to, from: text.from, twiml: "<Response/>" }),
  ],
  [
    "cost unknown: a country without a price",
    () => issue(),
    (client) => client.messages.create({ ...text, to: "+6723123456" }),
  ],
  ["currency", () => issue({ rules: { currencies: ["eur"] } }), send],
  ["above the call cap", () => issue({ callUsd: 0.01 }), send],
  ["above the run cap", () => issue({ runUsd: 0.01 }), send],
  ["above the daily cap", () => issue({ dailyUsd: 0.01 }), send],
  [
    "too many calls",
    async () => {
      const key = await issue({ maxCalls: 1 });
      await send(byHttpClient(key));
      return key;
    },
    send,
  ],
  [
    "the credential cannot be used",
    async () => {
      const disabled = await proxy.sandboxCredential("twilio");
      const key = await issue({ credentialId: disabled });
      await proxy.superuser.query("UPDATE credential SET disabled_at = now() WHERE id = $1", [disabled]);
      return key;
    },
    send,
  ],
  [
    "the credential is refused by Twilio",
    async () => {
      const secret = { account_sid: account, auth_token: "sandbox_revoked0123456789" };
      return issue({ credentialId: await proxy.credential({ vendor: "twilio", mode: "sandbox", secret }) });
    },
    send,
  ],
  [
    "the answer was lost",
    async () => {
      proxy.sandbox.scenario({ vendor: "twilio", fault: "moved_after_reset" });
      return issue();
    },
    send,
  ],
  [
    "the ledger cannot be reached",
    async () => {
      const key = await issue();
      ledgerIsDown = true;
      return key;
    },
    send,
  ],
];

describe("each denial", () => {
  it("is a RestException, raised once: the table in docs/vendors/twilio.md is what was seen", async () => {
    const table = ["| Denial | `status` | `code` | `details.code` | Requests |", "|---|---|---|---|---|"];
    for (const [what, makeKey, ask] of denials) {
      const key = await makeKey();
      arrivals = 0;
      const error = await failureOf(ask(byHttpClient(key))).finally(() => {
        ledgerIsDown = false;
      });
      if (!(error instanceof twilio.RestException)) throw new Error(`${what}: no RestException but ${error}`);
      const { status, code, message, details } = error;
      expect(message).toMatch(/^\w.{20,}/);
      const told = (details as { code?: string } | undefined)?.code;
      table.push(`| ${what} | ${status} | ${code} | \`${told}\` | ${arrivals} |`);
      expect([what, arrivals]).toEqual([what, 1]);
    }
    const page = readFileSync(new URL("../../../docs/vendors/twilio.md", import.meta.url), "utf8");
    expect(page.slice(page.indexOf("| Denial |")).split("\n\n")[0]?.trim()).toBe(table.join("\n"));
  });

  it("for a cap is tried again only by those who switched that on", async () => {
    const key = await issue({ dailyUsd: 0.01 });
    const patient = twilio(account, key.token, { autoRetry: true, maxRetries: 1, maxRetryDelay: 1 });
    patient.api.baseUrl = address();
    arrivals = 0;
    expect(await failureOf(patient.messages.create(text))).toMatchObject({ status: 429 });
    expect(arrivals).toBe(2);
  });

  it("of a request signed for client validation says what to leave out", async () => {
    const key = await issue();
    const authorization = `Basic ${Buffer.from(`${account}:${key.token}`).toString("base64")}`;
    const { status, json } = await proxy.request(
      null,
      `/twilio/2010-04-01/Accounts/${account}/Messages.json`,
      {
        headers: { authorization, "twilio-client-validation": "a.b.c" },
      },
    );
    expect(status).toBe(400);
    expect(json.message).toContain("validationClient");
  });
});
