import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resend } from "./manifest.ts";
import { createResendSandbox } from "./sandbox/resend-sandbox.ts";
import { messageOf, mustPrice, priceCall, verdictOf } from "./testing/calls.ts";

const from = "Acme <agent@acme.com>";
const mail = { from, to: "ada@example.com", subject: "Hello", text: "Hi" };
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@example.com`);
const thread = "/inboxes/5e/threads/7a/emails/9c";

describe("the price of what is sent", () => {
  test.each([
    [{ ...mail }, 1],
    [{ ...mail, to: ["ada@example.com"] }, 1],
    [{ ...mail, to: ["ada@example.com", "bob@example.com"] }, 2],
    [{ ...mail, to: ["ada@example.com", "ada@example.com"] }, 2],
    [{ ...mail, cc: "bob@example.com", bcc: ["eve@example.com", "dan@example.com"] }, 4],
    [{ ...mail, cc: [], bcc: null }, 1],
    [{ ...mail, to: addresses(50), cc: addresses(50), bcc: addresses(50) }, 150],
    [{ ...mail, to: "Ada Lovelace <ada@example.com>" }, 1],
    [{ ...mail, to: '"Ada Lovelace" <ada@example.com>' }, 1],
    [{ ...mail, to: "Ada (sales) O'Hara-Ünal <ada+news@mail.example.com>" }, 1],
    [{ ...mail, reply_to: ["x@acme.com", "y@acme.com"] }, 1],
    [{ to: "ada@example.com", template: { id: "order", variables: { n: 1, name: "Ada" } } }, 1],
  ])("%j goes to %d recipients", (body, count) => {
    const { priceMicros, audit } = mustPrice("POST /emails", body);
    expect(priceMicros).toBe(BigInt(count) * 900n);
    expect(audit).toMatchObject({
      price_basis: "recipients",
      emails: 1,
      recipients: count,
      micros_each: "900",
    });
  });

  test("a batch is the sum of its emails", () => {
    const batch = [mail, { ...mail, to: addresses(3) }, { ...mail, cc: "c@example.com" }];
    const { priceMicros, audit } = mustPrice("POST /emails/batch", batch);
    expect(priceMicros).toBe(6n * 900n);
    expect(audit).toMatchObject({ emails: 3, recipients: 6 });
    expect(mustPrice("POST /emails/batch", Array(100).fill(mail)).priceMicros).toBe(90_000n);
  });

  test("a message that is forwarded is counted by whom it is forwarded to", () => {
    const body = { to: ["ada@example.com", "bob@example.com"], cc: "eve@example.com", text: "FYI" };
    expect(mustPrice(`POST ${thread}/forward`, body).priceMicros).toBe(2_700n);
    expect(verdictOf(`POST ${thread}/forward`, { ...body, from })).toBe("denied_request");
  });

  test("each recipient costs what the organization's price book says, 0 included", () => {
    const two = { ...mail, cc: "bob@example.com" };
    const by = (micros: bigint) => ({ prices: new Map([["email", micros]]) });
    expect(mustPrice("POST /emails", two, by(1_234n)).priceMicros).toBe(2_468n);
    expect(mustPrice("POST /emails", two, by(0n)).priceMicros).toBe(0n);
    expect(resend.priceItems).toEqual([{ item: "email", title: expect.any(String), micros: 900n }]);
  });

  test("without a price in the book nothing is sent", () => {
    expect(verdictOf("POST /emails", mail, { prices: new Map() })).toBe("denied_cost_unknown");
    const told = priceCall("POST /emails", mail, { prices: new Map() });
    expect(told.ok === false && told.audit).toMatchObject({ recipients: 1 });
  });

  test("a price that no ledger could hold is refused", () => {
    const prices = new Map([["email", 1_000_000_000_000_000n]]);
    expect(verdictOf("POST /emails", mail, { prices })).toBe("allowed 1000000000000000");
    expect(verdictOf("POST /emails", { ...mail, cc: "b@example.com" }, { prices })).toBe("denied_request");
  });
});

describe("what cannot be counted", () => {
  const draft = { segment_id: "seg", from, subject: "News", html: "<p>…" };
  const automation = { name: "Welcome", steps: [], connections: [] };
  test.each([
    ["POST /broadcasts", { ...draft, send: true }],
    ["POST /broadcasts", { ...draft, send: "false" }],
    ["POST /broadcasts", { ...draft, send: 0 }],
    ["POST /broadcasts", { ...draft, scheduled_at: "in 1 hour" }],
    ["PATCH /broadcasts/b1", { send: true }],
    ["POST /broadcasts/b1/send", undefined],
    ["POST /broadcasts/b1/send", { scheduled_at: "in 1 hour" }],
    ["POST /events/send", { event: "user.created", email: "ada@example.com" }],
    ["POST /automations", automation],
    ["POST /automations", { ...automation, status: "enabled" }],
    ["PATCH /automations/a1", { status: "enabled" }],
    ["PATCH /automations/a1", { steps: [] }],
    ["POST /automations/a1/duplicate", undefined],
    ["POST /inboxes", { email_address: "in@acme.com", forwarding: true }],
    ["PATCH /inboxes/i1/agent", { actions: [] }],
    ["POST /inboxes/i1/drafts/d1/send", undefined],
    [`POST ${thread}/reply`, { text: "Hi" }],
  ])("%s %j is refused, unless the key says what to assume", (line, body) => {
    expect(verdictOf(line, body)).toBe("denied_cost_unknown");
    expect(messageOf(line, body)).toMatch(/assumed_call_usd/);
    const assumed = mustPrice(line, body, { rules: { assumedCallMicros: 5_000n } });
    expect([assumed.priceMicros, assumed.audit.price_basis]).toEqual([5_000n, "assumed"]);
  });

  test.each([
    ["POST /broadcasts", draft],
    ["POST /broadcasts", { ...draft, send: false }],
    ["POST /broadcasts", { ...draft, send: null, scheduled_at: null }],
    ["PATCH /broadcasts/b1", { subject: "Newer" }],
    ["POST /broadcasts/b1/duplicate", undefined],
    ["POST /broadcasts/b1/cancel", undefined],
    ["POST /automations", { ...automation, status: "disabled" }],
    ["PATCH /automations/a1", { name: "Welcome 2" }],
    ["PATCH /automations/a1", { status: "disabled" }],
    ["POST /automations/a1/stop", undefined],
    ["POST /inboxes", { email_address: "in@acme.com", forwarding: false }],
    ["PATCH /emails/e1", { scheduled_at: "in 1 hour" }],
    ["POST /emails/e1/cancel", undefined],
    ["POST /emails/e1/cancel", {}],
    ["POST /contacts", { email: "ada@example.com", whatever: [1, { a: 1 }] }],
    ["PATCH /contacts/ada@example.com/topics", [{ id: "t", subscription: "opt_in" }]],
    ["DELETE /contacts/c1", {}],
  ])("%s %j costs nothing", (line, body) => {
    expect(verdictOf(line, body)).toBe("allowed 0");
  });

  test.each([
    ["POST /broadcasts", { ...draft, sendNow: true }],
    ["POST /automations", { ...automation, status: "disabled", enabled: true }],
    ["POST /inboxes", { email_address: "in@acme.com", forward_to: "x@y.com" }],
    ["PATCH /emails/e1", { scheduled_at: "in 1 hour", to: "x@y.com" }],
    ["PATCH /emails/e1", {}],
  ])("%s %j has a field that is not known there, so it is refused", (line, body) => {
    expect(verdictOf(line, body)).toBe("denied_request");
  });
});

describe("tricks with recipients", () => {
  test.each([
    "ada@example.com, bob@example.com",
    "ada@example.com,bob@example.com",
    "ada@example.com; bob@example.com",
    "ada@example.com bob@example.com",
    "ada@example.com\nbob@example.com",
    "ada@example.com\r\nBcc: bob@example.com",
    "ada@example.com\u2028bob@example.com",
    "ada@example.com\u0000bob@example.com",
    "ada@example.com\uff0cbob@example.com",
    "Ada <ada@example.com>, Bob <bob@example.com>",
    "Ada <ada@example.com><bob@example.com>",
    "Ada <ada@example.com,bob@example.com>",
    "bob@example.com, Ada <ada@example.com>",
    "bob@example.com <ada@example.com>",
    "bob\uff20example.com <ada@example.com>",
    "bob\ufe6bexample.com\ufe50 <ada@example.com>",
    "Lovelace, Ada <ada@example.com>",
    '"Lovelace, Ada" <ada@example.com>',
    '"Ada\\" <bob@example.com>, \\"" <ada@example.com>',
    "Friends: ada@example.com, bob@example.com;",
    "Friends:Ada <ada@example.com>",
    "<ada@example.com>,",
    "ada@exämple.com",
    "ädä@example.com",
    "ada@example.com ",
    " ada@example.com",
    "ada@@example.com",
    "ada@bob@example.com",
    '"ada bob"@example.com',
    "ada(bob@example.com)@example.com",
    "ada@[127.0.0.1]",
    "ada",
    "",
    "Ada",
    "Ada <>",
    `Ada ${"x".repeat(300)} <ada@example.com>`,
    ["ada@example.com", "bob@example.com, eve@example.com"],
    [["ada@example.com", "bob@example.com"]],
    [],
    addresses(51),
    { 0: "ada@example.com", 1: "bob@example.com" },
    { email: "ada@example.com" },
    [{ email: "ada@example.com" }],
    [null],
    null,
    7,
    true,
  ])("to %j is refused", (to) => {
    expect(verdictOf("POST /emails", { ...mail, to })).toBe("denied_request");
    expect(verdictOf("POST /emails/batch", [mail, { ...mail, to }])).toBe("denied_request");
    if (to === null || (Array.isArray(to) && to.length === 0)) return;
    expect(verdictOf("POST /emails", { ...mail, cc: to })).toBe("denied_request");
    expect(verdictOf("POST /emails", { ...mail, bcc: to })).toBe("denied_request");
  });

  test.each([
    { headers: { Bcc: "bob@example.com" } },
    { headers: { cc: "bob@example.com" } },
    { headers: { "Resent-To": "bob@example.com" } },
    { headers: { "Apparently-To": "bob@example.com" } },
    { headers: { "X-Ok": "1\r\nBcc: bob@example.com" } },
    { headers: { "X-Ok\r\nBcc": "bob@example.com" } },
    { headers: { "X-Ok: 1\nBcc": "bob@example.com" } },
    { headers: { "X-Ok": ["1", "2"] } },
    { headers: ["Bcc: bob@example.com"] },
    { headers: "Bcc: bob@example.com" },
    { subject: "Hi\r\nBcc: bob@example.com" },
    { subject: "Hi\nBcc: bob@example.com" },
    { from: "Acme <a@acme.com>\r\nBcc: bob@example.com" },
    { reply_to: "a@acme.com\r\nBcc: bob@example.com" },
    { reply_to: ["a@acme.com\nBcc: bob@example.com"] },
    { tags: [{ name: "a\r\nBcc", value: "bob@example.com" }] },
    { To: "bob@example.com" },
    { recipients: ["bob@example.com"] },
    { personalizations: [{ to: "bob@example.com" }] },
    { replyTo: "a@acme.com" },
    { "to ": "bob@example.com" },
    { attachments: [{ content: "x", to: "bob@example.com" }] },
    { template: { id: "t", to: "bob@example.com" } },
    { scheduled_at: "" },
  ])("%j beside the recipients is refused", (more) => {
    expect(verdictOf("POST /emails", { ...mail, ...more })).toBe("denied_request");
    expect(verdictOf("POST /emails/batch", [{ ...mail, ...more }])).toBe("denied_request");
  });

  test.each([
    '{"to":"a@x.com","to":["b@x.com","c@x.com"],"subject":"s","text":"t"}',
    '{"to":"a@x.com","t\\u006f":["b@x.com","c@x.com"],"subject":"s","text":"t"}',
    '{"to":"a@x.com","__proto__":{"cc":"b@x.com"}}',
    '{"to":"a@x.com","constructor":{"cc":"b@x.com"}}',
    '[{"to":"a@x.com"}]',
    '{"to":"a@x.com"},{"to":"b@x.com"}',
    '{"to":"a@x.com"}{"to":"b@x.com"}',
    "{to:'a@x.com'}",
    '{"to":"a@x.com",}',
    '{"to":"a@x.com" /* , */}',
    '\ufeff{"to":"a@x.com"}',
    '"a@x.com"',
    "null",
    "",
    "to=a@x.com",
    `${'{"a":'.repeat(9)}1${"}".repeat(9)}`,
  ])("the body %s is refused", (body) => {
    expect(verdictOf("POST /emails", body)).toBe("denied_request");
  });

  test.each([
    "[]",
    "{}",
    '{"emails":[]}',
    '{"0":{"to":"a@x.com"}}',
    '[{"to":"a@x.com"},[{"to":"b@x.com"}]]',
    '[{"to":"a@x.com"},null]',
    '[{"to":"a@x.com"}],[{"to":"b@x.com"}]',
    '[{"to":"a@x.com","to":"b@x.com"}]',
    JSON.stringify(Array(101).fill(mail)),
  ])("the batch %s is refused", (body) => {
    expect(verdictOf("POST /emails/batch", body)).toBe("denied_request");
  });

  test("text that is not UTF-8, and JSON that is called something else, is refused", () => {
    const bytes = Buffer.from(JSON.stringify(mail));
    expect(
      verdictOf(
        "POST /emails",
        Buffer.concat([bytes.subarray(0, 20), Buffer.from([0xff]), bytes.subarray(20)]),
      ),
    ).toBe("denied_request");
    expect(verdictOf("POST /emails", Buffer.from(JSON.stringify(mail), "utf16le"))).toBe("denied_request");
    for (const type of [
      "",
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json ; x",
      "application/json, text/plain",
      "application/json; charset=utf-16",
      "application/jsonx",
      "multipart/form-data; boundary=x",
    ]) {
      expect(verdictOf("POST /emails", mail, { headers: { "content-type": type } })).toBe(
        "denied_request 415",
      );
    }
    for (const type of [
      "application/json",
      "application/json; charset=utf-8",
      "Application/JSON;charset=UTF-8",
    ]) {
      expect(verdictOf("POST /emails", mail, { headers: { "content-type": type } })).toBe("allowed 900");
    }
  });

  test("a query beside the body of what sends is refused", () => {
    for (const query of ["to=b@x.com", "cc=b@x.com", "_method=DELETE"]) {
      expect(verdictOf("POST /emails", mail, { query })).toBe("denied_request");
    }
    expect(verdictOf("GET /emails", undefined, { query: "_method=POST" })).toBe("denied_request");
    expect(mustPrice("GET /emails", undefined, { query: "limit=2&after=x" }).outgoing.target).toBe(
      "/emails?limit=2&after=x",
    );
  });

  test("a refusal names the field, and what may stand in it", () => {
    expect(messageOf("POST /emails", { ...mail, cc: "a@x.com, b@x.com" })).toMatch(
      /^cc: Write each recipient as "email@example.com"/,
    );
    expect(messageOf("POST /emails/batch", [mail, { ...mail, to: [] }])).toBe(
      "1[to]: An email needs a recipient in to.",
    );
    expect(messageOf("POST /emails", { ...mail, bcc2: "x" })).toContain('takes no field "bcc2"');
    expect(messageOf("POST /emails", mail.to)).toBe("The body is not valid JSON in UTF-8.");
  });
});

/** Every value that a body may hold where recipients stand, and some that it may not. */
const address = fc.constantFrom(
  "ada@example.com",
  "Ada <ada@example.com>",
  "a@x.com, b@x.com",
  "a@x.com;b@x.com",
  "a@x.com\nb@x.com",
  "a@b.com <c@d.com>",
  "a\uff20b.com\uff0c <c@d.com>",
  "A: <c@d.com>",
  "a&b|c@x.com",
  "",
);
const mostly = <T, U>(common: fc.Arbitrary<T>, rare: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 25, arbitrary: common }, { weight: 1, arbitrary: rare });
const hostile = mostly(
  fc.constantFrom("ada@example.com", "Ada Lovelace <ada@example.com>", "b+c@x.example.com"),
  fc.oneof(
    address,
    fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => `${text}@x.com`),
    fc.string({ unit: "binary", maxLength: 12 }).map((text) => `${text} <a@x.com>`),
  ),
);
const someone = mostly(
  fc.oneof(hostile, fc.array(hostile, { minLength: 1, maxLength: 4 })),
  fc.constantFrom(null, [], {}, { 0: "a@x.com" }, [["a@x.com"]], 1, false),
);
const line = mostly(
  fc.constantFrom("Hello", "Acme <a@acme.com>"),
  fc.constantFrom("x\r\nBcc: c@x.com, d@x.com", "x\nTo: e@x.com"),
);
const headerName = mostly(fc.constant("X-A"), fc.constantFrom("Bcc", "cc", "To", "X-B\nBcc"));
const anEmail = fc
  .record(
    {
      to: someone,
      cc: someone,
      bcc: someone,
      subject: line,
      from: line,
      reply_to: line,
      text: fc.constant("Hi"),
      headers: fc.dictionary(headerName, line, { maxKeys: 1 }),
      scheduled_at: fc.constantFrom("in 5 min", "2020-01-01T00:00:00Z"),
    },
    { requiredKeys: ["to", "subject", "from", "text"] },
  )
  .chain((email) => mostly(fc.constant(email), fc.constant({ ...email, extra: "a@x.com" })));
const spoil = fc.constantFrom(
  ...Array.from({ length: 30 }, () => (text: string) => text),
  (text: string) => text.replace('"to"', '"cc":"z@x.com","to":"y@x.com","to"'),
  (text: string) => text.replace("{", '{"to":["y@x.com","z@x.com"],'),
  (text: string) => text.replace('"to"', '"t\\u006f"'),
  (text: string) => `[${text}]`,
);

describe("the price and what the sandbox counts in the same bytes", () => {
  const sandbox = createResendSandbox();
  const counted = (path: string, sent: Buffer | null) => {
    const request = {
      method: "POST",
      path,
      query: "",
      headers: { authorization: "Bearer re_sandbox_property" },
      body: sent ?? Buffer.alloc(0),
    };
    const reception = sandbox.receive(request);
    if (reception.kind !== "accepted") return 0n;
    return reception.execution.run().movements.reduce((sum, { micros }) => sum + micros, 0n);
  };

  test("whatever body is sent, it costs no more than its price, or it was refused", () => {
    let priced = 0;
    const single = fc.record({ path: fc.constant("/emails"), body: anEmail, spoil });
    const batch = fc.record({
      path: fc.constant("/emails/batch"),
      body: fc.oneof(
        { weight: 5, arbitrary: fc.array(anEmail, { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: anEmail },
      ),
      spoil,
    });
    fc.assert(
      fc.property(fc.oneof(single, batch), ({ path, body, spoil: spoilt }) => {
        const raw = spoilt(JSON.stringify(body));
        const result = priceCall(`POST ${path}`, raw);
        if (result.ok !== true) return;
        priced += 1;
        const { priceMicros, outgoing } = result.request;
        expect(priceMicros).toBeGreaterThanOrEqual(counted(path, outgoing.body));
        // And what was sent is what came: nothing is lost or added by writing it anew.
        expect(JSON.parse(outgoing.body?.toString() ?? "")).toEqual(JSON.parse(raw));
      }),
      { numRuns: 2000 },
    );
    expect(priced).toBeGreaterThan(300);
  }, 60_000);
});

describe("idempotency keys", () => {
  const send = (lineOf: string, key: string, more: Record<string, string> = {}) =>
    mustPrice(lineOf, lineOf.endsWith("batch") ? [mail] : mail, {
      headers: { "idempotency-key": key, ...more },
    });

  test("the caller's key is forwarded unchanged where Resend documents it, and shown only as the start of its hash", () => {
    for (const one of ["POST /emails", "POST /emails/batch"]) {
      const request = send(one, "welcome/123");
      expect(request.idempotencyKey).toBe("welcome/123");
      expect(request.outgoing.headers).toContainEqual(["idempotency-key", "welcome/123"]);
      expect(request.audit.idempotency_key_sha256).toMatch(/^[0-9a-f]{16}$/);
      expect(JSON.stringify(request.audit)).not.toContain("welcome/123");
    }
    expect(mustPrice("POST /emails", mail).idempotencyKey).toBeNull();
  });

  test("elsewhere it is passed on, but no retry leans on it", () => {
    const headers = { "idempotency-key": "k" };
    const forwarded = mustPrice(`POST ${thread}/forward`, { to: "ada@example.com" }, { headers });
    expect(forwarded.idempotencyKey).toBeNull();
    expect(forwarded.outgoing.headers).toContainEqual(["idempotency-key", "k"]);
    expect(mustPrice("GET /emails", undefined, { headers }).outgoing.headers).toEqual([]);
  });

  test("another validation of the same batch is another request", () => {
    expect(send("POST /emails/batch", "k").idempotencyScope).toBe("");
    expect(send("POST /emails/batch", "k", { "x-batch-validation": "strict" }).idempotencyScope).toBe("");
    expect(send("POST /emails/batch", "k", { "x-batch-validation": "permissive" }).idempotencyScope).toBe(
      "permissive",
    );
    expect(verdictOf("POST /emails/batch", [mail], { headers: { "x-batch-validation": "none" } })).toBe(
      "denied_request",
    );
  });

  test.each(["", "a b", "é", "a\tb", "x".repeat(257)])("%j is refused", (key) => {
    expect(verdictOf("POST /emails", mail, { headers: { "idempotency-key": key } })).toBe("denied_request");
    expect(verdictOf("POST /emails", mail, { headers: { "idempotency-key": "x".repeat(256) } })).toBe(
      "allowed 900",
    );
  });
});

describe("what is sent", () => {
  test("headers come from a list; whatever else the caller sent stays here", () => {
    const { outgoing } = mustPrice(
      "POST /emails",
      ` { "to" : "ada@example.com" , "subject":"é\\u0041","text":"t" } `,
      {
        headers: {
          accept: "*/*",
          "accept-encoding": "gzip",
          authorization: "Bearer vk_x",
          cookie: "a=b",
          "user-agent": "resend-node:6.38.0",
          "x-forwarded-for": "1.2.3.4",
          "x-batch-validation": "permissive",
          "x-http-method-override": "DELETE",
        },
      },
    );
    expect(outgoing).toMatchObject({ method: "POST", target: "/emails", origin: "https://api.resend.com" });
    expect(outgoing.headers).toEqual([
      ["content-type", "application/json"],
      ["accept", "*/*"],
      ["user-agent", "resend-node:6.38.0"],
    ]);
    expect(outgoing.body?.toString()).toBe('{"to":"ada@example.com","subject":"éA","text":"t"}');
  });

  test("the empty object that resend-python sends with a read is left out", () => {
    expect(mustPrice("GET /emails/e1", "{}").outgoing.body).toBeNull();
    expect(verdictOf("GET /emails/e1", '{"a":1}')).toBe("denied_request");
    expect(verdictOf("GET /emails/e1", "[]")).toBe("denied_request");
  });

  test("a file of contacts passes unread, and only as multipart", () => {
    const headers = { "content-type": "multipart/form-data; boundary=----x" };
    expect(mustPrice("POST /contacts/imports", "------x--", { headers }).outgoing.body?.toString()).toBe(
      "------x--",
    );
    expect(verdictOf("POST /contacts/imports", {})).toBe("denied_request 415");
    expect(verdictOf("POST /contacts", "------x--", { headers })).toBe("denied_request 415");
  });

  test("the audit row tells how many and when, never whom or what", () => {
    const { audit } = mustPrice("POST /emails", {
      ...mail,
      to: "secret.person@example.com",
      subject: "Your code is 1234",
      scheduled_at: "in 1 hour",
    });
    expect(audit).toEqual({
      from,
      scheduled_at: "in 1 hour",
      price_basis: "recipients",
      emails: 1,
      recipients: 1,
      micros_each: "900",
    });
    expect(mustPrice("GET /emails", undefined, { query: "limit=1&after=x" }).audit).toEqual({
      query: "limit,after",
    });
    const denied = priceCall("POST /emails", { ...mail, from: `a\n${"x".repeat(200)}` });
    expect(denied.ok === false && denied.audit.from).toMatch(/^a\\u000ax{90,}…$/);
  });
});
