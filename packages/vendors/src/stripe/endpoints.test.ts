import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathParameters } from "../catalogue.ts";
import { endpoints, matchEndpoint } from "./endpoints.ts";

const shape = (name: string) => name.replaceAll(/\{[^}]*\}/g, "{}");
const id = fc.stringMatching(/^[A-Za-z0-9_\-.~@:+]{1,255}$/).filter((text) => text !== "." && text !== "..");
/** Ids that no endpoint uses as a literal: in the catalogue a literal is lower-case words. */
const vendorId = fc.stringMatching(/^[a-z]{2,4}_[A-Za-z0-9]{1,40}X$/);

const fill = (template: string, ids: readonly string[]) => {
  let next = 0;
  return template.replaceAll(/\{[^}]*\}/g, () => ids[next++ % ids.length] ?? "");
};

describe("matching a path to an endpoint", () => {
  test("the catalogue holds all 705 endpoints, no two of one shape", () => {
    expect(endpoints).toHaveLength(705);
    expect(new Set(endpoints.map(({ name }) => shape(name))).size).toBe(705);
  });

  test("every endpoint is found by its own paths, and by no other method", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...endpoints),
        fc.array(vendorId, { minLength: 1, maxLength: 3 }),
        (endpoint, ids) => {
          const path = fill(endpoint.template, ids);
          expect(matchEndpoint(endpoint.method, path)).toBe(endpoint);
          for (const method of ["HEAD", "PUT", "PATCH", "OPTIONS", "get", "post", ""]) {
            expect(matchEndpoint(method, path)).toBeUndefined();
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("a path that is not byte for byte a template's is nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...endpoints), vendorId, fc.nat(), (endpoint, one, at) => {
        const path = fill(endpoint.template, [one]);
        const spoil = [
          `${path}/`,
          `/${path}`,
          path.slice(1),
          path.toUpperCase(),
          `${path}?`,
          `${path};a=b`,
          `${path}#x`,
        ];
        spoil.push(
          `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
          `${path}/..`,
          `/v1/..${path}`,
          `${path}/.`,
          path.replace("/", "\\"),
        );
        expect(matchEndpoint(endpoint.method, spoil[at % spoil.length] ?? "")).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test("a literal wins over a parameter, and is never taken for an id", () => {
    expect(matchEndpoint("POST", "/v1/invoices/create_preview")?.class).toBe("READ");
    expect(matchEndpoint("POST", "/v1/invoices/in_1")?.name).toBe("POST /v1/invoices/{id}");
    expect(matchEndpoint("GET", "/v1/charges/search")?.name).toBe("GET /v1/charges/search");
    expect(matchEndpoint("POST", "/v1/charges/search")).toBeUndefined();
    expect(matchEndpoint("POST", "/v1/invoices/create_preview/pay")).toBeUndefined();
    expect(matchEndpoint("GET", "/v1/credit_notes/preview/lines")?.name).toBe(
      "GET /v1/credit_notes/preview/lines",
    );
  });

  test.each(["..", ".", "", "a%2fb", "%2e%2e", "a b", "a;b", "a\\b", "é", "a\0", "ch_1%00", "a".repeat(256)])(
    "%j is no id",
    (segment) => {
      expect(matchEndpoint("GET", `/v1/charges/${segment}`)).toBeUndefined();
      expect(matchEndpoint("POST", `/v1/charges/${segment}/capture`)).toBeUndefined();
    },
  );

  test("a parameter takes one segment only, whatever is in it", () => {
    fc.assert(
      fc.property(id, id, (first, second) => {
        fc.pre(first !== "search" && second !== "capture" && !/^(dispute|refunds?)$/.test(second));
        expect(matchEndpoint("GET", `/v1/charges/${first}`)?.name).toBe("GET /v1/charges/{id}");
        expect(matchEndpoint("POST", `/v1/charges/${first}/${second}`)).toBeUndefined();
      }),
    );
  });

  test("the ids of a path are told in order", () => {
    const endpoint = matchEndpoint("DELETE", "/v1/customers/cus_1/sources/card_2");
    expect(endpoint && pathParameters(endpoint, "/v1/customers/cus_1/sources/card_2")).toEqual([
      "cus_1",
      "card_2",
    ]);
  });
});
