import { expect, test } from "vitest";
import { API_KEY, postForm, withSandbox } from "./sandbox.fixture.ts";

const CHARGE = "amount=500&currency=usd&source=tok_visa";

test.each([
  ["JSON where a form belongs", '{"amount":500}', "application/json"],
  [
    "a name that is text and record at once",
    `${CHARGE}&metadata=1&metadata[a]=2`,
    "application/x-www-form-urlencoded",
  ],
  [
    "bytes that are not UTF-8",
    "amount=500&currency=usd&description=%ff",
    "application/x-www-form-urlencoded",
  ],
  ["multipart without a boundary", "--x--", "multipart/form-data"],
  ["multipart cut short", "--x\r\ncontent-disposition: form-data", "multipart/form-data; boundary=x"],
  ["a form of more than a megabyte", `a=${"b".repeat(1024 * 1024)}`, "application/x-www-form-urlencoded"],
])("%s is refused with 400, and nothing moves", (_, body, type) =>
  withSandbox(async (sandbox) => {
    const answer = await postForm(sandbox, "/v1/charges", body, { "content-type": type });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
    expect(sandbox.log()[0]).toMatchObject({ executed: false, moved: [] });
  }),
);

test("a body beyond all measure is refused unread: 413", () =>
  withSandbox(async (sandbox) => {
    const body = "a".repeat(17 * 1024 * 1024);
    expect((await postForm(sandbox, "/v1/files", body)).status).toBe(413);
    expect(sandbox.log()[0]).toMatchObject({ status: 413, executed: false, bodySha256: null });
  }));

test("parameters of the query count on a POST, and give way to the body's", () =>
  withSandbox(async (sandbox) => {
    const answer = await postForm(sandbox, "/v1/charges?amount=900&description=query", CHARGE);
    expect(await answer.json()).toMatchObject({ amount: 500, description: "query" });
  }));

test("a v2 body that is no JSON object is refused", () =>
  withSandbox(async (sandbox) => {
    for (const body of ["amount=1", "[1]", '"x"']) {
      const answer = await fetch(`${sandbox.url}/stripe/v2/money_management/outbound_payments`, {
        method: "POST",
        headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
        body,
      });
      expect(answer.status).toBe(400);
    }
    expect(sandbox.state().moved.size).toBe(0);
  }));

test.each([
  ["a name of 41 characters", `metadata[${"n".repeat(41)}]=x`],
  ["a value of 501 characters", `metadata[n]=${"v".repeat(501)}`],
  ["51 names", Array.from({ length: 51 }, (_, index) => `metadata[n${index}]=x`).join("&")],
  ["a record for a value", "metadata[n][m]=x"],
])("metadata with %s is refused", (_, metadata) =>
  withSandbox(async (sandbox, stripe) => {
    expect((await postForm(sandbox, "/v1/customers", metadata)).status).toBe(400);
    expect((await stripe.customers.list()).data).toEqual([]);
  }),
);

test("metadata is merged, and unset by what is empty", () =>
  withSandbox(async (sandbox, stripe) => {
    const { id } = await stripe.customers.create({ metadata: { a: "1", b: "2" } });
    expect((await stripe.customers.update(id, { metadata: { a: "", c: "3" } })).metadata).toEqual({
      b: "2",
      c: "3",
    });
    await postForm(sandbox, `/v1/customers/${id}`, "metadata=");
    expect(await stripe.customers.retrieve(id)).toMatchObject({ metadata: {} });
  }));
