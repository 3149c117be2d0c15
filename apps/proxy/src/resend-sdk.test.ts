import { readFileSync } from "node:fs";
import { LedgerUnavailable } from "@keybrake/ledger";
import { findVendor } from "@keybrake/vendors";
import { Resend } from "resend";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
  credentialId = await proxy.sandboxCredential("resend");
  proxy.server.on("request", () => {
    arrivals += 1;
  });
});
afterAll(() => proxy.close());
beforeEach(() => proxy.sandbox.reset());

const mail = { from: "Acme <agent@acme.com>", to: "ada@example.com", subject: "Hello", text: "Hi" };

const allowed = [
  "POST /emails",
  "POST /emails/batch",
  "PATCH /emails/{id}",
  "POST /emails/{id}/cancel",
  "GET /emails",
  "GET /emails/{id}",
  "GET /contacts",
  "GET /contacts/*",
  "POST /contacts",
  "PATCH /contacts/{id}",
  "DELETE /contacts/{id}",
  "POST /contacts/{id}/segments/{segment_id}",
  "POST /segments",
  "GET /segments",
  "GET /segments/*",
  "POST /broadcasts",
  "GET /broadcasts",
  "GET /broadcasts/{id}",
  "POST /broadcasts/{id}/send",
  "POST /broadcasts/{id}/cancel",
  "DELETE /broadcasts/{id}",
  "POST /events/send",
  "GET /domains",
  "GET /domains/{id}",
  "GET /api-keys",
  "GET /usage",
];

const issue = (options: KeyOptions = {}) =>
  proxy.issue({ vendor: "resend", credentialId, allowed, ...options });

/** The official SDK with nothing changed but address and key, as `docs/vendors/resend.md` says. */
const sdk = (key: Pick<TestKey, "token">) =>
  new Resend(key.token, { baseUrl: `http://127.0.0.1:${proxy.port}/resend` });

/** Rows once none is held; cost and hold in micro-dollars. */
async function rowsOf(key: TestKey): Promise<AuditRow[]> {
  const rows = await proxy.rows(key.run);
  const micros = (usd: number | null) => (usd === null ? null : Math.round(usd * 1e6));
  return rows.map((row) => ({ ...row, cost: micros(row.cost), held: micros(row.held) ?? 0 }));
}

async function idOf(sending: Promise<{ data: { id: string } | null; error: unknown }>): Promise<string> {
  const { data, error } = await sending;
  if (data === null) throw new Error(JSON.stringify(error));
  return data.id;
}

describe("resend-node through the proxy", () => {
  it("sends with the real credential, counted by recipients, and in the audit log", async () => {
    const key = await issue();
    const id = await idOf(sdk(key).emails.send({ ...mail, cc: ["b@x.com", "c@x.com"] }));
    expect(await rowsOf(key)).toMatchObject([
      {
        endpoint: "POST /emails",
        verdict: "allowed",
        state: "settled",
        status: 200,
        cost: 2_700,
        txn: id,
        request: { recipients: 3, emails: 1, price_basis: "recipients", micros_each: "900" },
      },
    ]);
    expect(proxy.sandbox.log()).toMatchObject([
      { objectId: id, amountMinor: 3, credential: { last4: "ijkl" } },
    ]);
  });

  it("works with the bare address too, where the key alone says the vendor", async () => {
    const key = await issue();
    const resend = new Resend(key.token, { baseUrl: `http://127.0.0.1:${proxy.port}` });
    expect((await resend.emails.send(mail)).error).toBeNull();
  });

  it("reads what it sent, and lists to the end", async () => {
    const resend = sdk(await issue());
    const sent: string[] = [];
    for (let index = 0; index < 5; index += 1) sent.unshift(await idOf(resend.emails.send(mail)));
    expect((await resend.emails.get(sent[0] ?? "")).data).toMatchObject({ last_event: "delivered" });
    const seen: string[] = [];
    for (let more = true; more; ) {
      const after = seen.at(-1);
      const { data } = await resend.emails.list(after === undefined ? { limit: 2 } : { limit: 2, after });
      seen.push(...(data?.data ?? []).map(({ id }) => id));
      more = data?.has_more ?? false;
    }
    expect(seen).toEqual(sent);
    expect((await resend.usage.get()).data?.emails.monthly.used).toBe(5);
  });

  it("sends batches, strict and permissive, and counts what was not refused", async () => {
    const key = await issue();
    const resend = sdk(key);
    const broken = { ...mail, subject: "", to: ["a@x.com", "b@x.com"] };
    expect((await resend.batch.send([mail, { ...mail, cc: "b@x.com" }])).data?.data).toHaveLength(2);
    expect((await resend.batch.send([mail, broken])).error).toMatchObject({ statusCode: 422 });
    const permissive = await resend.batch.send([mail, broken], { batchValidation: "permissive" });
    expect(permissive.data?.errors).toMatchObject([{ index: 1 }]);
    expect(await rowsOf(key)).toMatchObject([
      { state: "settled", cost: 2_700 },
      { state: "released", cost: 0, status: 422 },
      { state: "settled", cost: 900 },
    ]);
  });

  it("manages contacts by their address, segments, drafts of broadcasts, and what it was given of control", async () => {
    const key = await issue();
    const resend = sdk(key);
    const segmentId = await idOf(resend.segments.create({ name: "All" }));
    await idOf(resend.contacts.create({ email: "ada+news@x.com", segments: [{ id: segmentId }] }));
    const bob = await idOf(resend.contacts.create({ email: "bob@x.com" }));
    expect((await resend.contacts.get({ email: "ada+news@x.com" })).error).toBeNull();
    expect((await resend.contacts.update({ email: "ada+news@x.com", lastName: "L" })).error).toBeNull();
    expect((await resend.contacts.segments.add({ email: "bob@x.com", segmentId })).error).toBeNull();
    expect((await resend.contacts.list({ segmentId })).data?.data).toHaveLength(2);
    expect(await resend.contacts.list({ limit: 1 })).toMatchObject({ error: null, data: { has_more: true } });
    expect((await resend.contacts.remove(bob)).data).toMatchObject({ deleted: true });
    expect((await resend.segments.list()).data?.data).toHaveLength(1);
    expect((await resend.segments.get(segmentId)).error).toBeNull();
    const draft = { segmentId, from: mail.from, subject: "News", html: "<p>" };
    const broadcast = await idOf(resend.broadcasts.create(draft));
    expect((await resend.broadcasts.get(broadcast)).data?.status).toBe("draft");
    expect((await resend.broadcasts.list()).data?.data).toHaveLength(1);
    expect((await resend.broadcasts.remove(broadcast)).error).toBeNull();
    expect((await resend.domains.list()).data?.data).toHaveLength(1);
    expect((await resend.domains.get("d1")).error).toBeNull();
    expect((await resend.apiKeys.list()).error).toBeNull();
    const rows = await rowsOf(key);
    expect(new Set(rows.map(({ state, cost }) => `${state} ${cost}`))).toEqual(new Set(["settled 0"]));
    expect(proxy.sandbox.state().moved.size).toBe(0);
  });

  it("sends to whole segments and sets off automations only at a price that the key assumes", async () => {
    const key = await issue({ rules: { assumedCallMicros: "5000" } });
    const resend = sdk(key);
    const segmentId = await idOf(resend.segments.create({ name: "All" }));
    const draft = { segmentId, from: mail.from, subject: "News", html: "<p>" };
    const broadcast = await idOf(resend.broadcasts.create(draft));
    expect((await resend.broadcasts.send(broadcast, { scheduledAt: "in 1 hour" })).error).toBeNull();
    expect((await resend.broadcasts.cancel(broadcast)).error).toBeNull();
    expect((await resend.events.send({ event: "user.created", email: "a@x.com" })).error).toBeNull();
    expect((await rowsOf(key)).map(({ cost }) => cost)).toEqual([0, 0, 5_000, 0, 5_000]);
  });

  it("hands on Resend's own errors as they are", async () => {
    const resend = sdk(await issue());
    expect((await resend.emails.get("00000000-0000-4000-8000-000000000000")).error).toEqual({
      statusCode: 404,
      name: "not_found",
      message: "Email not found",
    });
    for (const [fault, name] of [
      ["decline", "validation_error"],
      ["rate_limit", "rate_limit_exceeded"],
      ["conflict", "concurrent_idempotent_requests"],
      ["server_error", "internal_server_error"],
    ] as const) {
      proxy.sandbox.scenario({ vendor: "resend", fault });
      expect((await resend.emails.send(mail)).error?.name).toBe(name);
    }
  });

  it("has its organization's price, from the moment that it is set", async () => {
    const before = await issue();
    await idOf(sdk(before).emails.send(mail));
    const own = await proxy.sandboxCredential("resend");
    await proxy.superuser.query(
      "INSERT INTO price (organization_id, credential_id, item, micros, source, updated_by) VALUES ($1, $2, 'email', 400, 'edited', 'test')",
      [proxy.organizationId, own],
    );
    const after = await issue({ credentialId: own });
    await idOf(sdk(after).emails.send({ ...mail, cc: "b@x.com" }));
    expect((await rowsOf(before)).map(({ cost }) => cost)).toEqual([900]);
    expect((await rowsOf(after)).map(({ cost }) => cost)).toEqual([800]);
  });
});

describe("a scheduled email", () => {
  it("is accrued until it is canceled, and then its money is there again", async () => {
    const key = await issue({ dailyUsd: 0.001 });
    const resend = sdk(key);
    const id = await idOf(resend.emails.send({ ...mail, scheduledAt: "in 1 hour" }));
    expect(await rowsOf(key)).toMatchObject([{ state: "accrued", cost: null, held: 900, txn: id }]);
    expect((await resend.emails.send(mail)).error?.name).toBe("denied_daily_cap");
    expect((await resend.emails.update({ id, scheduledAt: "in 2 hours" })).error).toBeNull();
    expect((await resend.emails.cancel(id)).error).toBeNull();
    expect((await rowsOf(key))[0]).toMatchObject({ state: "released", cost: 0 });
    expect((await resend.emails.send(mail)).error).toBeNull();
    expect(proxy.sandbox.state().moved.get("usd")).toEqual({ in: 0n, out: 1_800n, back: 900n });
  });

  it("is given back once, however often its key is repeated and it is read", async () => {
    const key = await issue();
    const resend = sdk(key);
    const scheduled = { ...mail, scheduledAt: "in 1 hour" };
    const id = await idOf(resend.emails.send(scheduled, { idempotencyKey: "later" }));
    expect((await resend.emails.cancel(id)).error).toBeNull();
    expect(await idOf(resend.emails.send(scheduled, { idempotencyKey: "later" }))).toBe(id);
    expect((await resend.emails.get(id)).data?.last_event).toBe("canceled");
    const states = (await rowsOf(key)).map(({ state, cost }) => `${state} ${cost}`);
    expect(states).toEqual(["released 0", "settled 0", "released 0", "settled 0"]);
  });

  it("is settled by the keeper once Resend says that it was sent", async () => {
    const key = await issue();
    const resend = sdk(key);
    const soon = await idOf(resend.emails.send({ ...mail, scheduledAt: "in 1 sec" }));
    const later = await idOf(resend.emails.send({ ...mail, scheduledAt: "in 1 hour" }));
    await rowsOf(key);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const { credentials, upstream, ledger } = proxy.plane;
    const vendor = findVendor("resend");
    const task = reconcile({
      credentials,
      upstream,
      ledger,
      vendors: vendor === undefined ? [] : [vendor],
      database: { openCalls: (asked) => proxy.proxyDatabase.openCalls({ ...asked, olderThanMs: 0 }) },
      log: createLog("error", { write: () => undefined }),
    });
    await task.run();
    expect(await rowsOf(key)).toMatchObject([
      { txn: soon, state: "settled", cost: 900 },
      { txn: later, state: "accrued", held: 900 },
    ]);
  });
});

describe("the same idempotency key", () => {
  it("is one spend: the same id comes back and costs nothing", async () => {
    const key = await issue({ dailyUsd: 0.001 });
    const resend = sdk(key);
    const options = { idempotencyKey: "welcome/1" };
    const first = await idOf(resend.emails.send(mail, options));
    await rowsOf(key);
    expect(await idOf(resend.emails.send(mail, options))).toBe(first);
    expect((await rowsOf(key)).map(({ state, cost }) => `${state} ${cost}`)).toEqual([
      "settled 900",
      "settled 0",
    ]);
    expect(proxy.sandbox.state()).toMatchObject({ executed: 1, replayed: 1 });
  });

  it("is one spend for a batch, whose first id is what is compared", async () => {
    const key = await issue({ dailyUsd: 0.002 });
    const resend = sdk(key);
    const options = { idempotencyKey: "batch/1" };
    const first = await resend.batch.send([mail, mail], options);
    await rowsOf(key);
    expect((await resend.batch.send([mail, mail], options)).data).toEqual(first.data);
    expect((await rowsOf(key)).map(({ cost }) => cost)).toEqual([1_800, 0]);
  });

  it("of another run, which the ledger holds anew, costs nothing once the same id comes back", async () => {
    const [one, two] = [await issue(), await issue()];
    const options = { idempotencyKey: "shared/1" };
    const first = await idOf(sdk(one).emails.send(mail, options));
    await rowsOf(one);
    expect(await idOf(sdk(two).emails.send(mail, options))).toBe(first);
    expect(await rowsOf(two)).toMatchObject([{ state: "settled", held: 900, cost: 0 }]);
  });

  it("after an answer that was lost is one spend, whichever attempt sent it", async () => {
    for (const fault of ["moved_after_reset", "reset", "moved_after_error"] as const) {
      proxy.sandbox.reset();
      const key = await issue({ dailyUsd: 0.001 });
      const resend = sdk(key);
      const options = { idempotencyKey: `lost/${fault}` };
      proxy.sandbox.scenario({ vendor: "resend", fault });
      expect((await resend.emails.send(mail, options)).error).not.toBeNull();
      expect((await rowsOf(key))[0]).toMatchObject({ state: "unknown", held: 900 });
      await idOf(resend.emails.send(mail, options));
      const rows = await rowsOf(key);
      expect(rows.at(-1)).toMatchObject({ state: "settled", cost: 900 });
      expect(proxy.sandbox.state()).toMatchObject({ executed: 1 });
      // Counted once: nothing is left of the cap for a second email, and the first call holds nothing any more.
      expect((await resend.emails.send(mail)).error?.name).toBe("denied_daily_cap");
      const { rows: counters } = await proxy.superuser.query(
        "SELECT run_spent_micros::int AS spent, run_held_micros::int AS held, overage_micros::int AS overage FROM key_ledger WHERE vault_key_id = $1",
        [key.id],
      );
      expect(counters).toEqual([{ spent: 900, held: 0, overage: 0 }]);
    }
  });

  it("with another body is another call, which Resend refuses", async () => {
    const key = await issue();
    const resend = sdk(key);
    const options = { idempotencyKey: "other/1" };
    await idOf(resend.emails.send(mail, options));
    expect((await resend.emails.send({ ...mail, text: "Ho" }, options)).error?.name).toBe(
      "invalid_idempotent_request",
    );
    expect((await rowsOf(key)).map(({ cost }) => cost)).toEqual([900, 0]);
  });
});

type Asking = (
  resend: Resend,
) => Promise<{ error: { name: string; statusCode: number | null; message: string } | null }>;

const send: Asking = (resend) => resend.emails.send(mail);

/** Each kind of denial: how a key comes to it, and what is then called. */
const denials: ReadonlyArray<
  readonly [what: string, key: () => Promise<Pick<TestKey, "token">>, ask: Asking]
> = [
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
    "ambiguous recipients",
    () => issue(),
    (resend) => resend.emails.send({ ...mail, to: "a@x.com, b@x.com" }),
  ],
  ["not on the allowlist", () => issue({ allowed: ["GET /emails"] }), send],
  ["withheld: its answer is a secret", () => issue(), (resend) => resend.apiKeys.create({ name: "x" })],
  ["cost unknown", () => issue(), (resend) => resend.broadcasts.send("b1")],
  ["above the call cap", () => issue({ callUsd: 0.0005 }), send],
  ["above the run cap", () => issue({ runUsd: 0.0005 }), send],
  ["above the daily cap", () => issue({ dailyUsd: 0.0005 }), send],
  [
    "too many calls",
    async () => {
      const key = await issue({ maxCalls: 1 });
      await send(sdk(key));
      return key;
    },
    send,
  ],
  [
    "the credential is refused by Resend",
    async () => {
      const secret = { api_key: "re_sandbox_revoked_abcdefghijkl" };
      return issue({ credentialId: await proxy.credential({ vendor: "resend", mode: "sandbox", secret }) });
    },
    send,
  ],
  [
    "the answer was lost",
    async () => {
      proxy.sandbox.scenario({ vendor: "resend", fault: "moved_after_reset" });
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
  it("is Resend's own error, told once: the table in docs/vendors/resend.md is what was seen", async () => {
    const table = ["| Denial | Status | `error.name` | Requests |", "|---|---|---|---|"];
    for (const [what, makeKey, ask] of denials) {
      const key = await makeKey();
      arrivals = 0;
      const { error } = await ask(sdk(key)).finally(() => {
        ledgerIsDown = false;
      });
      expect(error?.message).toMatch(/^\w.{20,}/);
      table.push(`| ${what} | ${error?.statusCode} | \`${error?.name}\` | ${arrivals} |`);
      expect([what, arrivals]).toEqual([what, 1]);
    }
    const page = readFileSync(new URL("../../../docs/vendors/resend.md", import.meta.url), "utf8");
    expect(page.slice(page.indexOf("| Denial |")).split("\n\n")[0]?.trim()).toBe(table.join("\n"));
  });
});
