import { describe, expect, test } from "vitest";
import { attach, readCredential, sandboxSecret } from "./credential.ts";

const random = "4eC39HqLyjWDarjtT1zdp7dc";

describe("a Stripe credential", () => {
  test.each([
    [`sk_live_${random}`, "live", false],
    [`rk_live_${random}`, "live", true],
    [`sk_test_${random}`, "test", false],
    [`rk_test_${random}`, "test", true],
    [`sk_test_sandbox_${random}`, "sandbox", false],
  ])("%s is %s, restricted: %s", (key, mode, restricted) => {
    expect(readCredential({ api_key: key })).toEqual({
      ok: true,
      secret: { api_key: key },
      mode,
      restricted,
      last4: "p7dc",
      account: null,
    });
  });

  test.each([
    [{ api_key: `pk_live_${random}` }, "publishable"],
    [{ api_key: "whsec_abc" }, "webhook"],
    [{ api_key: `sk_org_live_${random}` }, "organization"],
    [{ api_key: `vk_${random}` }, "vault key"],
    [{ api_key: `sk_prod_${random}` }, "starts with"],
    [{ api_key: `sk_live_${random}\n` }, "starts with"],
    [{ api_key: ` sk_live_${random}` }, "starts with"],
    [{ api_key: "sk_live_short" }, "starts with"],
    [{ api_key: "" }, "starts with"],
    [{ api_key: `sk_live_${"x".repeat(400)}` }, "nothing else"],
    [{ api_key: 7 }, "nothing else"],
    [{ api_key: `sk_live_${random}`, more: 1 }, "nothing else"],
    [{}, "nothing else"],
    [null, "nothing else"],
    [`sk_live_${random}`, "nothing else"],
  ])("%j is refused, in a sentence that does not repeat it", (secret, words) => {
    const check = readCredential(secret);
    expect(check).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    expect(JSON.stringify(check)).not.toContain(random);
  });

  test("a made-up one is read as a sandbox credential", () => {
    expect(readCredential(sandboxSecret(random))).toMatchObject({ ok: true, mode: "sandbox" });
    expect(attach(sandboxSecret(random))).toEqual([["authorization", `Bearer sk_test_sandbox_${random}`]]);
    expect(() => attach({})).toThrow(TypeError);
  });
});
