import { canonicalEndpoint } from "@keybrake/policy";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costsMoney } from "../money-classes.ts";
import { sdkCalls } from "./data/calls.ts";
import { classes, legacyCalls, withheld } from "./data/classes.ts";
import { endpoints, matchEndpoint } from "./endpoints.ts";
import { verdictOf } from "./testing/calls.ts";

const uuid = fc.uuid();
const fill = (template: string, id: string) => template.replaceAll(/\{[^}]*\}/g, id);

describe("the catalogue", () => {
  test("holds every call of the SDK and the older ones, less those that are withheld, no two of one shape", () => {
    const names = [...sdkCalls, ...legacyCalls].map(([name]) => name);
    expect(endpoints.map(({ name }) => name)).toEqual(names.filter((name) => withheld[name] === undefined));
    expect(endpoints.length).toBeGreaterThan(130);
    expect(new Set(endpoints.map(({ name }) => canonicalEndpoint(name))).size).toBe(endpoints.length);
  });

  test("has a class for each call, and none for a call that there is not", () => {
    expect(Object.keys(classes).sort()).toEqual(endpoints.map(({ name }) => name).sort());
  });

  test.each(Object.keys(withheld))(
    "%s is no endpoint, whatever a key's allowlist says: its answer is a secret",
    (name) => {
      const [method = "", template = ""] = name.split(" ");
      expect(sdkCalls.map(([call]) => call)).toContain(name);
      expect(matchEndpoint(method, fill(template, "b6d24b8e-af0b-4c3c-be0c-359bbd97381e"))).toBeUndefined();
    },
  );

  test("keys, domains, webhooks and grants are of class CONTROL, which no wildcard reaches", () => {
    const control = endpoints.filter(({ template }) =>
      /^\/(?:api-keys|domains|webhooks|oauth)(?:\/|$)/.test(template),
    );
    expect(control.length).toBeGreaterThan(15);
    expect(new Set(control.map(({ class: kind }) => kind))).toEqual(new Set(["CONTROL"]));
  });

  test("reads are GETs and GETs are reads or control", () => {
    for (const { method, class: kind, name } of endpoints) {
      expect([name, kind === "READ" || (method === "GET" && kind === "CONTROL")]).toEqual([
        name,
        method === "GET",
      ]);
    }
  });

  test("every endpoint that costs money is refused without a body that says how much, or is priced", () => {
    const money = endpoints.filter(({ class: kind }) => costsMoney(kind));
    expect(money.length).toBe(14);
    for (const { method, template } of money) {
      const line = `${method} ${fill(template, "b6d24b8e-af0b-4c3c-be0c-359bbd97381e")}`;
      expect([line, verdictOf(line)]).toEqual([
        line,
        expect.stringMatching(/^denied_(?:request|cost_unknown)$/),
      ]);
    }
  });
});

describe("matching a path to an endpoint", () => {
  test("every endpoint is found by its own paths, and by no other method", () => {
    fc.assert(
      fc.property(fc.constantFrom(...endpoints), uuid, (endpoint, id) => {
        const path = fill(endpoint.template, id);
        expect(matchEndpoint(endpoint.method, path)).toBe(endpoint);
        for (const method of ["HEAD", "OPTIONS", "TRACE", "get", "post", ""]) {
          expect(matchEndpoint(method, path)).toBeUndefined();
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("a path that is not byte for byte a template's is nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...endpoints), uuid, fc.nat(), (endpoint, id, at) => {
        const path = fill(endpoint.template, id);
        const spoilt = [
          `${path}/`,
          `/${path}`,
          path.slice(1),
          path.toUpperCase().replace("{", ""),
          `${path}?`,
          `${path};a=b`,
          `${path}#x`,
          `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
          `${path}/..`,
          `/x/..${path}`,
          `${path}/.`,
          path.replace("/", "\\"),
        ];
        expect(matchEndpoint(endpoint.method, spoilt[at % spoilt.length] ?? "")).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["POST", "/emails/batch", "POST /emails/batch"],
    ["GET", "/emails/batch", undefined],
    ["GET", "/emails/metrics", "GET /emails/metrics"],
    ["GET", "/emails/receiving", "GET /emails/receiving"],
    ["POST", "/emails/receiving/cancel", undefined],
    ["POST", "/emails/batch/cancel", undefined],
    ["PATCH", "/emails/receiving", undefined],
    ["DELETE", "/contacts/imports", undefined],
    ["POST", "/domains/claim", "POST /domains/claim"],
    ["POST", "/events/send", "POST /events/send"],
    ["GET", "/events/send", undefined],
    ["GET", "/inboxes/x/threads/search", "GET /inboxes/{id}/threads/search"],
    ["POST", "/suppressions/batch/add", "POST /suppressions/batch/add"],
  ])("%s %s: a literal wins over an id, and is never taken for one", (method, path, name) => {
    expect(matchEndpoint(method, path)?.name).toBe(name);
  });

  test.each([
    "ada@example.com",
    "ada.o'hara+news@mail.example.com",
    "a_b=c@example.com",
    "~$!&*@example.com",
  ])("a contact may go by its address, %s", (address) => {
    expect(matchEndpoint("GET", `/contacts/${address}`)?.name).toBe("GET /contacts/{id}");
    expect(matchEndpoint("PATCH", `/contacts/${address}/topics`)?.name).toBe("PATCH /contacts/{id}/topics");
    expect(matchEndpoint("DELETE", `/suppressions/${address}`)?.name).toBe("DELETE /suppressions/{id}");
  });

  test.each([
    "..",
    ".",
    "",
    "a%40b.com",
    "%2e%2e",
    "a b",
    "a;b",
    "a\\b",
    "é",
    "a\0",
    "a,b@x.com",
    "a".repeat(321),
  ])("%j is no id", (segment) => {
    expect(matchEndpoint("GET", `/contacts/${segment}`)).toBeUndefined();
    expect(matchEndpoint("POST", `/emails/${segment}/cancel`)).toBeUndefined();
  });
});
