import { describe, expect, test } from "vitest";
import { attach, readCredential, sandboxSecret } from "./credential.ts";

const random = "4eC39HqLyjWDarjtT1zdp7dc";

describe("a Resend credential", () => {
  test.each([
    [`re_${random}`, "live"],
    [`re_4eC39HqL_${random}`, "live"],
    [`re_sandbox_${random}`, "sandbox"],
  ])("%s is %s", (key, mode) => {
    expect(readCredential({ api_key: key })).toEqual({
      ok: true,
      secret: { api_key: key },
      mode,
      restricted: null,
      last4: "p7dc",
      account: null,
    });
  });

  test.each([
    [{ api_key: `whsec_${random}` }, "webhook"],
    [{ api_key: `vk_${random}` }, "vault key"],
    [{ api_key: `sk_live_${random}` }, "starts with"],
    [{ api_key: `re_${random}\n` }, "starts with"],
    [{ api_key: ` re_${random}` }, "starts with"],
    [{ api_key: `re_${random}-` }, "starts with"],
    [{ api_key: `RE_${random}` }, "starts with"],
    [{ api_key: "re_short" }, "starts with"],
    [{ api_key: "" }, "starts with"],
    [{ api_key: `re_${"x".repeat(400)}` }, "nothing else"],
    [{ api_key: 7 }, "nothing else"],
    [{ api_key: `re_${random}`, more: 1 }, "nothing else"],
    [{}, "nothing else"],
    [null, "nothing else"],
    [`re_${random}`, "nothing else"],
  ])("%j is refused, in a sentence that does not repeat it", (secret, words) => {
    const check = readCredential(secret);
    expect(check).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    expect(JSON.stringify(check)).not.toContain(random);
  });

  test("a made-up one is read as a sandbox credential, and goes as a Bearer token", () => {
    expect(readCredential(sandboxSecret(random))).toMatchObject({ ok: true, mode: "sandbox" });
    expect(attach(sandboxSecret(random))).toEqual([["authorization", `Bearer re_sandbox_${random}`]]);
    expect(() => attach({})).toThrow(TypeError);
  });
});
