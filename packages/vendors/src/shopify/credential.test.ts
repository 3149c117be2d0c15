import { describe, expect, test } from "vitest";
import { attach, readCredential, sandboxSecret } from "./credential.ts";

const random = "4ec39f00aa11bb22cc33dd44ee55ff66";
const token = `shpat_${random}`;

describe("a Shopify credential", () => {
  test.each([
    ["acme", token, "live"],
    ["acme.myshopify.com", token, "live"],
    ["ACME.MyShopify.com", token, "live"],
    ["acme", random, "live"],
    ["acme", `shpca_${random}`, "live"],
    ["acme", `shpat_sandbox_${random}`, "sandbox"],
  ])("of %s by %s is %s, and belongs to the store's domain", (store, access_token, mode) => {
    expect(readCredential({ store, access_token })).toEqual({
      ok: true,
      secret: { store: "acme.myshopify.com", access_token },
      mode,
      restricted: null,
      last4: "ff66",
      account: "acme.myshopify.com",
    });
  });

  test.each([
    [{ store: "acme.example.com", access_token: token }, "secret.store"],
    [{ store: "acme.myshopify.com.evil.com", access_token: token }, "secret.store"],
    [{ store: "evil.com/acme.myshopify.com", access_token: token }, "secret.store"],
    [{ store: "evil.com#.myshopify.com", access_token: token }, "secret.store"],
    [{ store: "a@b", access_token: token }, "secret.store"],
    [{ store: "acme\n", access_token: token }, "secret.store"],
    [{ store: "ａcme", access_token: token }, "secret.store"],
    [{ store: "K\u212Aa", access_token: token }, "secret.store"],
    [{ store: "-acme", access_token: token }, "secret.store"],
    [{ store: "", access_token: token }, "secret.store"],
    [{ store: "acme", access_token: `shpss_${random}` }, "secret.access_token"],
    [{ store: "acme", access_token: `vk_${random}` }, "secret.access_token"],
    [{ store: "acme", access_token: `${token}\r\n` }, "secret.access_token"],
    [{ store: "acme", access_token: "" }, "secret.access_token"],
    [{ store: "acme", access_token: 7 }, "secret"],
    [{ store: "acme", access_token: token, more: 1 }, "secret"],
    [{ access_token: token }, "secret"],
    [null, "secret"],
  ])("%j is refused at %s, in a sentence that does not repeat it", (secret, path) => {
    const check = readCredential(secret);
    expect(check).toMatchObject({ ok: false, path });
    expect(JSON.stringify(check)).not.toContain(random);
  });

  test("a made-up one is read as a sandbox credential", () => {
    const secret = sandboxSecret("abcDEF1234567890");
    expect(readCredential(secret)).toMatchObject({ ok: true, mode: "sandbox" });
    expect(attach(secret)).toEqual([["x-shopify-access-token", "shpat_sandbox_abcDEF1234567890"]]);
    expect(() => attach({})).toThrow(TypeError);
  });
});
