import { request } from "node:http";
import { expect, test } from "vitest";
import { API_KEY, refusalOf, stripeAt, withSandbox } from "./sandbox.fixture.ts";

test.each(["sk_test_abcdefgh12345678", "rk_test_abcdefgh12345678", "sk_live_abcdefgh12345678"])(
  "%s is a key",
  (key) =>
    withSandbox(async (sandbox) => {
      const customer = await stripeAt(sandbox, key).customers.create({});
      expect(customer.livemode).toBe(key.includes("live"));
    }),
);

test.each(["pk_test_abcdefgh12345678", "vk_abcdefgh12345678", "sk_test_", "nonsense"])(
  "%s is no key: 401",
  (key) =>
    withSandbox(async (sandbox) => {
      const error = await refusalOf(stripeAt(sandbox, key).customers.create({}));
      expect(error).toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
      expect(error.message).not.toContain(key.slice(0, -4) || key);
      expect(sandbox.log()[0]).toMatchObject({
        status: 401,
        executed: false,
        credential: { last4: key.slice(-4) },
      });
    }),
);

test("without a key: 401; with Basic the user is the key", () =>
  withSandbox(async (sandbox) => {
    const url = `${sandbox.url}/stripe/v1/balance`;
    expect((await fetch(url)).status).toBe(401);
    const basic = Buffer.from(`${API_KEY}:`).toString("base64");
    expect((await fetch(url, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
    expect(sandbox.log().map((entry) => entry.credential?.last4)).toEqual([undefined, "re01"]);
  }));

test("an unknown path is a 404 in Stripe's words", () =>
  withSandbox(async (_sandbox, stripe) => {
    const error = await refusalOf(stripe.rawRequest("POST", "/v1/x"));
    expect(error).toMatchObject({ type: "StripeInvalidRequestError", statusCode: 404 });
    expect(error.message).toContain("Unrecognized request URL (POST: /v1/x)");
  }));

test("a path in disguise reaches its target, so that the log shows what slipped through", () =>
  withSandbox(async (sandbox) => {
    const paths = [
      "/v1/customers/../charges",
      "/v1/customers/%2e%2e/charges",
      "/v1/%63harges",
      "/v1//charges",
    ];
    for (const path of paths) expect(await postRaw(`${sandbox.url}/stripe`, path)).toBe(200);
    expect(sandbox.log().map((entry) => entry.path)).toEqual(paths);
    expect(sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
  }));

/** `fetch` and the SDK tidy a path before they send it. */
function postRaw(base: string, path: string): Promise<number | undefined> {
  const { hostname, port, pathname } = new URL(base);
  const headers = { authorization: `Bearer ${API_KEY}` };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: pathname + path, method: "POST", headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    sent.on("error", reject).end("amount=500&currency=usd&source=tok_visa");
  });
}
