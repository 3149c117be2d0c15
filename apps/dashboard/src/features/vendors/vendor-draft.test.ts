import { expect, test } from "vitest";
import type { CustomVendor } from "./custom-vendor.ts";
import { atFields, definitionOf, draftOf, endpointField } from "./vendor-draft.ts";

const vendor: CustomVendor = {
  name: "acme-mail",
  title: "Acme Mail",
  origin: "https://api.acme.com",
  attachment: { kind: "basic", secret_is: "password", other: "api" },
  passed_headers: ["idempotency-key", "acme-version"],
  endpoints: [
    { method: "GET", path: "/v1/messages/{id}", price: { kind: "free" } },
    { method: "POST", path: "/v1/messages", price: { kind: "flat", usd: "0.01" } },
    {
      method: "POST",
      path: "/v1/charges",
      price: {
        kind: "amount",
        format: "form",
        amount: ["total", "value"],
        currency: ["currency"],
        unit: "major",
      },
    },
  ],
  version: 3,
  created_at: "2026-11-25T00:00:00.000Z",
  changed_at: "2026-11-25T00:00:00.000Z",
  changed_by: "user:1",
  archived_at: null,
};

/** What the form's fields hold when nothing was typed: what they began with. */
function untouched() {
  const draft = draftOf(vendor);
  const fields = draft.endpoints.flatMap(({ typed }, index) => [
    [endpointField(index, "path"), typed.path],
    [endpointField(index, "price.usd"), typed.usd],
    [endpointField(index, "price.amount"), typed.amount],
    [endpointField(index, "price.currency"), typed.currency],
  ]);
  return {
    draft,
    values: {
      title: vendor.title,
      origin: vendor.origin,
      "attachment.other": "api",
      passed_headers: vendor.passed_headers.join(" "),
      ...Object.fromEntries(fields),
    },
  };
}

test("a form that nobody touched sends the definition that it began with", () => {
  const { draft, values } = untouched();
  const { title, origin, attachment, passed_headers, endpoints } = vendor;
  expect(definitionOf(draft, values)).toEqual({ title, origin, attachment, passed_headers, endpoints });
});

test("headers are told apart by spaces and commas, and written small", () => {
  const { draft, values } = untouched();
  const typed = definitionOf(draft, { ...values, passed_headers: " X-A, x-b\tx-c " });
  expect(typed.passed_headers).toEqual(["x-a", "x-b", "x-c"]);
});

test("what the server says of a part of a field stands at the field", () => {
  const fault = { message: "No.", suggestions: [] };
  const said = (path: string) =>
    [
      ...atFields({ code: "invalid_request", detail: "No.", fields: new Map([[path, fault]]) }).fields.keys(),
    ][0];
  expect(said("endpoints[2].price.amount[1]")).toBe("endpoints[2].price.amount");
  expect(said("endpoints[2].price.currency")).toBe("endpoints[2].price.currency");
  expect(said("endpoints[2].price")).toBe("endpoints[2].path");
  expect(said("passed_headers[1]")).toBe("passed_headers");
  expect(said("origin")).toBe("origin");
});

test("a name that is taken is the name's fault", () => {
  const problem = { code: "vendor_name_taken", detail: "Taken.", fields: new Map() };
  expect(atFields(problem).fields.get("name")?.message).toBe("Taken.");
});
