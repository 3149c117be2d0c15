import {
  customVendorName,
  customVendorSchema,
  type KeyRules,
  type StoredCustomVendor,
} from "@keybrake/policy";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vendors } from "../registry.ts";
import { createCustomVendor } from "./custom-vendor.ts";

const definition: StoredCustomVendor = {
  name: "acme-mail",
  title: "Acme Mail",
  origin: "https://api.acme.com",
  attachment: { kind: "header", name: "x-acme-key" },
  passedHeaders: ["acme-version"],
  endpoints: [
    { method: "GET", path: "/v1/messages/{id}", price: { kind: "free" } },
    { method: "POST", path: "/v1/messages/{id}", price: { kind: "free" } },
    { method: "POST", path: "/v1/messages/send", price: { kind: "flat", micros: "1000" } },
    {
      method: "POST",
      path: "/v1/charges",
      price: {
        kind: "amount",
        format: "json",
        amount: ["total", "unit_price"],
        currency: ["currency"],
        unit: "minor",
      },
    },
    {
      method: "POST",
      path: "/v1/orders",
      price: { kind: "amount", format: "form", amount: ["price", "value"], currency: "usd", unit: "major" },
    },
  ],
};

const vendor = createCustomVendor(customVendorSchema.parse(definition));

const rules: KeyRules = {
  allowedEndpoints: ["POST /v1/charges"],
  assumedCallMicros: 5_000_000n,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: 1_000_000n, eur: 1_100_000n, jpy: 7_000n, kwd: 3_000_000n, xxx: 0n },
  marginBps: 500,
};

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: string | Buffer;
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rules?: Partial<KeyRules>;
}

function price(sent: Sent) {
  const { method = "POST", path = "/v1/charges", query = "", body = "", type, headers = {} } = sent;
  const endpoint = vendor.match(method, path);
  if (endpoint === undefined) throw new Error(`no endpoint ${method} ${path}`);
  const isForm = path === "/v1/orders";
  const contentType =
    type === undefined ? (isForm ? "application/x-www-form-urlencoded" : "application/json") : type;
  const lines = new Map(Object.entries(headers));
  if (contentType !== null) lines.set("content-type", contentType);
  const context = { rules: { ...rules, ...sent.rules }, account: null, prices: new Map() };
  return vendor.price(endpoint, { method, path, query, headers: lines, body: Buffer.from(body) }, context);
}

function microsOf(sent: Sent): bigint | string {
  const result = price(sent);
  if (result.ok === "ask") return "asks";
  return result.ok ? result.request.priceMicros : result.refusal.verdict;
}

const charge = (amount: string, currency = '"usd"') =>
  microsOf({ body: `{"total":{"unit_price":${amount}},"currency":${currency}}` });
const order = (text: string) => microsOf({ path: "/v1/orders", body: text });

describe("the price of a call", () => {
  test("is what the definition's fields say, by the key's pinned rates, rounded up", () => {
    expect(charge("1999")).toBe(19_990_000n);
    expect(charge('"1999"')).toBe(19_990_000n);
    expect(charge("100", '"EUR"')).toBe(1_155_000n);
    expect(charge("1", '"jpy"')).toBe(7_350n);
    expect(charge("1", '"kwd"')).toBe(3_150n);
    expect(order("price[value]=19.99")).toBe(19_990_000n);
    expect(order("price[value]=0.000001")).toBe(1n);
    expect(order("price[value]=7")).toBe(7_000_000n);
  });

  test("is nothing or flat whatever the body says, where the definition says so", () => {
    expect(microsOf({ path: "/v1/messages/m_1", body: '{"total":9}' })).toBe(0n);
    expect(microsOf({ path: "/v1/messages/send", body: '{"total":9}' })).toBe(1_000n);
    expect(microsOf({ path: "/v1/messages/send", type: null })).toBe(1_000n);
    expect(microsOf({ path: "/v1/messages/send", body: "[1,2]" })).toBe(1_000n);
    expect(microsOf({ method: "GET", path: "/v1/messages/m_1", query: "a=b", type: null })).toBe(0n);
  });

  test.each([
    ["1e3"],
    ["1.0"],
    ["-5"],
    ["0"],
    ["00"],
    ['""'],
    ['" 5"'],
    ['"5 "'],
    ['"+5"'],
    ['"0x64"'],
    ['"010"'],
    ['"１００"'],
    ['"1,000"'],
    ["null"],
    ["true"],
    ["[100]"],
    ['{"value":100}'],
    ["1234567890123"],
    ["9007199254740993"],
  ])("is refused, never free, for an amount of %s", (amount) => {
    expect(charge(amount)).toBe("denied_request");
  });

  test.each([
    ["price[value]=1.0000001"],
    ["price[value]=1."],
    ["price[value]=.5"],
    ["price[value]=0.000000"],
    ["price[value]=1&price[value]=2"],
    ["price[value]="],
    ["price=5"],
    ["price[value][]=5"],
    ["price[Value]=9&price[value]=1"],
    ["price[value]=1&Price[value]=9"],
    ["value=5"],
  ])("is refused, never free, for the form %s", (form) => {
    expect(order(form)).toBe("denied_request");
  });

  test.each([
    ['{"currency":"usd"}', "no amount"],
    ['{"total":5,"currency":"usd"}', "a value in the container's place"],
    ['{"total":{"unit_price":5}}', "no currency"],
    ['{"total":{"unit_price":5},"currency":"us"}', "half a currency"],
    ['{"total":{"unit_price":5},"currency":{"code":"usd"}}', "a nested currency"],
    ['{"total":{"unit_price":5},"currency":["usd"]}', "a list of currencies"],
    ['{"total":{"unit_price":5,"unit_price":900},"currency":"usd"}', "the amount twice"],
    [
      '{"total":{"unit_price":5,"Unit_Price":900},"currency":"usd"}',
      "the amount in capitals too, as Go reads it",
    ],
    [
      '{"total":{"unit_price":5,"unit.price":900},"currency":"usd"}',
      "the amount with a dot too, as PHP reads it",
    ],
    ['{"total":{"unit_price":5,"unitPrice":900},"currency":"usd"}', "the amount in camel case too"],
    [
      '{"total":{"unit_price":5},"Total":{"unit_price":900},"currency":"usd"}',
      "the container in capitals too",
    ],
    ['{"total":{"unit_price":5},"currency":"usd","CURRENCY":"kwd"}', "the currency in capitals too"],
    ['[{"total":{"unit_price":5},"currency":"usd"}]', "a list"],
    ["", "nothing"],
  ])("is refused for the body %s (%s)", (body) => {
    expect(microsOf({ body })).toBe("denied_request");
  });

  test("is refused where an amount could also stand in the query", () => {
    expect(microsOf({ body: '{"total":{"unit_price":5},"currency":"usd"}', query: "total=900" })).toBe(
      "denied_request",
    );
  });

  test("is refused in a currency that the key may not charge, or cannot count", () => {
    expect(charge("5", '"chf"')).toBe("denied_currency");
    expect(charge("5", '"xxx"')).toBe("denied_currency");
    const body = '{"total":{"unit_price":5},"currency":"eur"}';
    expect(microsOf({ body, rules: { currencies: ["usd"] } })).toBe("denied_currency");
  });

  test("is refused for any other type of body than the definition's", () => {
    const body = '{"total":{"unit_price":5},"currency":"usd"}';
    for (const type of ["text/plain", "application/json; charset=utf-16", "application/json ; x", null]) {
      expect(microsOf({ body, type }), String(type)).toBe("denied_request");
    }
    expect(microsOf({ body: "total=5", type: "application/x-www-form-urlencoded" })).toBe("denied_request");
    expect(microsOf({ path: "/v1/orders", body: '{"price":{"value":5}}', type: "application/json" })).toBe(
      "denied_request",
    );
    expect(microsOf({ path: "/v1/messages/send", body: "x", type: "multipart/form-data; boundary=a" })).toBe(
      "denied_request",
    );
  });

  test("is never below what another reader finds in what is sent on, whatever the body", () => {
    const value = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -5, max: 100_000 }) },
      { weight: 1, arbitrary: fc.constantFrom("", "5", "1e3", " 7", "0x10", "007", null, true, 1.5) },
    );
    const code = fc.constantFrom("usd", "EUR", "kwd", "jpy", "zzz", "");
    const extra = fc.tuple(
      fc.constantFrom("Total", "unitPrice", "unit.price", "CURRENCY", "x", "__proto__"),
      value,
    );
    const members = (own: fc.Arbitrary<readonly [string, unknown]>) =>
      fc
        .tuple(fc.array(own, { minLength: 1, maxLength: 2 }), fc.array(extra, { maxLength: 1 }))
        .map(([own, more]) => [...own.slice(0, 1), ...more, ...own.slice(1)]);
    const total = members(fc.tuple(fc.constant("unit_price"), value));
    const tree = fc
      .tuple(
        members(fc.tuple(fc.constant("total"), fc.oneof(total, value))),
        fc.tuple(fc.constant("currency"), code),
      )
      .map(([most, currency]) => [...most, currency]);
    let priced = 0;
    const property = fc.property(tree, (members) => {
      const result = price({ body: textOf(members) });
      if (result.ok !== true) return;
      priced += 1;
      const { body } = result.request.outgoing;
      // What the vendor's own parser would charge, by the last name of equals and in any case.
      const read = lastByAnyCase(JSON.parse(String(body)));
      const total = lastByAnyCase(read.total);
      const rate =
        { usd: 1, eur: 1.1, kwd: 3, jpy: 0.007 }[String(read.currency).toLowerCase()] ?? Number.NaN;
      const exponent = { kwd: 1_000, jpy: 1 }[String(read.currency).toLowerCase()] ?? 100;
      const owed = (Number(total.unitprice) / exponent) * rate * 1_000_000;
      expect(Number(result.request.priceMicros)).toBeGreaterThanOrEqual(owed - 0.001);
      expect(result.request.priceMicros).toBeGreaterThan(0n);
    });
    fc.assert(property, { numRuns: 1_000 });
    expect(priced).toBeGreaterThan(10);
  }, 30_000);
});

function textOf(node: unknown): string {
  if (Array.isArray(node) && node.every((item) => Array.isArray(item) && typeof item[0] === "string")) {
    return `{${node.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(",")}}`;
  }
  return Array.isArray(node) ? `[${node.map(textOf).join(",")}]` : JSON.stringify(node);
}

function lastByAnyCase(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase().replaceAll("_", ""), inner]),
  );
}

describe("what is sent", () => {
  test("is written anew, with no header but the usual ones and those of the definition", () => {
    const result = price({
      path: "/v1/messages/send",
      query: "tag=a%20b",
      body: '{ "to" : "a@example.com" ,"n":1.50}',
      headers: {
        accept: "*/*",
        "user-agent": "agent/1",
        "acme-version": "7",
        "x-acme-key": "mine",
        "x-other": "x",
        link: "x",
      },
    });
    if (result.ok !== true) throw new Error("refused");
    const { outgoing, audit, idempotencyKey } = result.request;
    expect(outgoing).toMatchObject({
      origin: "https://api.acme.com",
      method: "POST",
      target: "/v1/messages/send?tag=a%20b",
      headers: [
        ["content-type", "application/json"],
        ["accept", "*/*"],
        ["user-agent", "agent/1"],
        ["acme-version", "7"],
      ],
    });
    expect(String(outgoing.body)).toBe('{"to":"a@example.com","n":1.50}');
    expect(audit).toEqual({ price_basis: "flat", query: "tag" });
    expect(idempotencyKey).toBeNull();
  });

  test("is never a request whose method a field would change", () => {
    for (const body of ['{"_method":"DELETE"}', '{"_Method":"DELETE"}']) {
      expect(microsOf({ path: "/v1/messages/m_1", body })).toBe("denied_request");
    }
  });
});

describe("the endpoint of a request", () => {
  test("is found by its path, where an id is one segment", () => {
    expect(vendor.match("GET", "/v1/messages/m_1")?.name).toBe("GET /v1/messages/{id}");
    expect(vendor.match("POST", "/v1/messages/send")?.name).toBe("POST /v1/messages/send");
    expect(vendor.match("GET", "/v1/messages/m_1")?.class).toBe("READ");
    expect(vendor.match("POST", "/v1/messages/m_1")?.class).toBe("OBJECT");
    expect(vendor.match("POST", "/v1/messages/send")?.class).toBe("VENDOR_SPEND");
  });

  test.each(["Send", "SEND", "send.json", "send;x", "send~", "Messages", ".send", "a".repeat(201), "a%2fb"])(
    "is none for the id %s, which a server could take for a priced path",
    (id) => {
      expect(vendor.match("POST", `/v1/messages/${id}`)).toBeUndefined();
    },
  );

  test("is none off the definition", () => {
    expect(vendor.match("DELETE", "/v1/messages/m_1")).toBeUndefined();
    expect(vendor.match("POST", "/v1/charges/")).toBeUndefined();
    expect(vendor.match("POST", "/V1/charges")).toBeUndefined();
  });
});

describe("what a call came to", () => {
  const settle = (status: number, path = "/v1/messages/send", body: string | null = '{"id":"msg_1"}') => {
    const result = price({ path, body: "{}" });
    if (result.ok !== true) throw new Error("refused");
    const headers = new Map([["x-request-id", "req_1"]]);
    const answer = { status, headers, body: body === null ? null : Buffer.from(body) };
    return vendor.settle(result.request, answer, rules);
  };

  test("is its price on success, nothing on a 4xx, and open on everything else", () => {
    expect(settle(200)).toMatchObject({
      state: "settled",
      costMicros: 1_000n,
      transactionId: "msg_1",
      vendorRequestId: "req_1",
    });
    expect(settle(202, undefined, null)).toMatchObject({
      state: "settled",
      costMicros: 1_000n,
      transactionId: null,
    });
    for (const status of [400, 402, 404, 409, 429]) {
      expect(settle(status)).toMatchObject({ state: "released", costMicros: 0n });
    }
    for (const status of [500, 502, 503, 307]) expect(settle(status)).toMatchObject({ state: "unknown" });
  });

  test("is nothing where it costs nothing", () => {
    expect(settle(200, "/v1/messages/m_1")).toMatchObject({ state: "settled", costMicros: 0n });
    expect(settle(500, "/v1/messages/m_1")).toMatchObject({ state: "released", costMicros: 0n });
  });

  test("reads no transaction id from what is no plain one", () => {
    for (const body of ["[]", '{"id":{}}', '{"id":"a b"}', "x", '"id"', "null"]) {
      expect(settle(200, undefined, body).transactionId).toBeNull();
    }
    expect(settle(200, undefined, '{"id":42}').transactionId).toBe("42");
  });
});

describe("the credential of a vendor of one's own", () => {
  test("is live unless it says that it is not, and says so within what is sealed", () => {
    const read = vendor.readCredential({ secret: "acme_secret_1" });
    expect(read).toMatchObject({ ok: true, mode: "live", last4: "et_1" });
    expect(read.ok && read.secret).toEqual({ secret: "acme_secret_1", mode: "live" });
    expect(vendor.readCredential({ secret: "acme_secret_1", mode: "test" })).toMatchObject({ mode: "test" });
  });

  test.each([
    [{ secret: "short" }],
    [{ secret: "with a space" }],
    [{ secret: "line\r\nbreak: x" }],
    [{ secret: "vk_12345678" }],
    [{ secret: "acme_secret_1", mode: "sandbox" }],
    [{ secret: "acme_secret_1", extra: "x" }],
    [{}],
    ["acme_secret_1"],
  ])("is refused as %j", (secret) => {
    expect(vendor.readCredential(secret).ok).toBe(false);
  });

  test.each([
    [{ kind: "bearer" }, [["authorization", "Bearer acme_secret_1"]], ["bearer"]],
    [
      { kind: "basic", secretIs: "user", other: "" },
      [["authorization", `Basic ${Buffer.from("acme_secret_1:").toString("base64")}`]],
      ["bearer", "basic-user"],
    ],
    [
      { kind: "basic", secretIs: "password", other: "api" },
      [["authorization", `Basic ${Buffer.from("api:acme_secret_1").toString("base64")}`]],
      ["bearer", "basic-password"],
    ],
    [{ kind: "header", name: "x-acme-key" }, [["x-acme-key", "acme_secret_1"]], ["bearer", "header"]],
  ] as const)("is attached as %j says, and the vault key may stand there", (attachment, lines, places) => {
    const made = createCustomVendor(customVendorSchema.parse({ ...definition, attachment }));
    expect(made.attach({ secret: "acme_secret_1" })).toEqual(lines);
    expect(made.keyPlaces).toEqual(places);
  });

  test("is sealed to another text for every way of attaching", () => {
    const ways = [
      { kind: "bearer" },
      { kind: "basic", secretIs: "user", other: "" },
      { kind: "basic", secretIs: "user", other: "a" },
      { kind: "basic", secretIs: "password", other: "a" },
      { kind: "header", name: "x-a" },
      { kind: "header", name: "x-b" },
    ].map(
      (attachment) => createCustomVendor(customVendorSchema.parse({ ...definition, attachment })).attachment,
    );
    expect(new Set(ways).size).toBe(ways.length);
  });
});

describe("a denial", () => {
  test("is plain JSON with the verdict, and tells SDKs not to try again", () => {
    const denial = vendor.deny({
      status: 429,
      code: "denied_daily_cap",
      message: "No.",
      path: "/acme-mail/v1/a",
    });
    expect(JSON.parse(denial.body)).toEqual({ error: { code: "denied_daily_cap", message: "No." } });
    expect(denial).toMatchObject({ status: 429, headers: { "x-should-retry": "false" } });
  });
});

test("no built-in vendor's name can be given to one of an organization's own", () => {
  expect(vendors.map(({ name }) => name).filter((name) => customVendorName.safeParse(name).success)).toEqual(
    [],
  );
});
