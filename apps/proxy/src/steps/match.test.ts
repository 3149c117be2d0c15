import { findVendor } from "@keybrake/vendors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestProxy } from "../testing/test-proxy.ts";

const stripe = findVendor("stripe");
if (stripe === undefined) throw new Error("no Stripe");
const payment = { body: "amount=1000&currency=usd" };

describe("a key and the path of another vendor", () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await TestProxy.start({
      findVendor: (name) => (name === "stripe" ? stripe : name === "other" ? { ...stripe, name } : undefined),
    });
  });
  afterAll(() => proxy.close());

  it("is denied_vendor, even where the vendor's own path would match", async () => {
    const key = await proxy.issue();
    const answer = await proxy.request(key, "/other/v1/payment_intents", payment);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("keybrake-verdict")).toBe("denied_vendor");
    expect(await proxy.rows(key.run)).toMatchObject([
      { verdict: "denied_vendor", state: "denied", status: 403 },
    ]);
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("takes its own prefix off once only", async () => {
    const key = await proxy.issue();
    const twice = await proxy.request(key, "/stripe/stripe/v1/payment_intents", payment);
    expect(twice.headers.get("keybrake-verdict")).toBe("denied_endpoint");
    const other = await proxy.request(key, "/stripe/other/v1/payment_intents", payment);
    expect(other.headers.get("keybrake-verdict")).toBe("denied_endpoint");
  });

  it("does not take a longer first segment for a vendor's", async () => {
    const key = await proxy.issue();
    const answer = await proxy.request(key, "/stripes/v1/payment_intents", payment);
    expect(answer.headers.get("keybrake-verdict")).toBe("denied_endpoint");
  });
});

describe("a key of a vendor that this build does not know", () => {
  it("is refused every call, with a row", async () => {
    const proxy = await TestProxy.start({ findVendor: () => undefined });
    const key = await proxy.issue();
    const answer = await proxy.request(key, "/v1/payment_intents", payment);
    expect(answer.status).toBe(403);
    expect(await proxy.rows(key.run)).toMatchObject([{ verdict: "denied_vendor", state: "denied" }]);
    await proxy.close();
  });
});
