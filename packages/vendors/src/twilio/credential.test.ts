import { describe, expect, it } from "vitest";
import { standInSid } from "./account.ts";
import { attach, readCredential, sandboxSecret, secretFields } from "./credential.ts";
import { account } from "./testing/calls.ts";

const token = "0f".repeat(16);
const keySid = `SK${"0a".repeat(16)}`;
const keySecret = "aB3".repeat(11).slice(0, 32);

describe("a Twilio credential", () => {
  it("is an account and its auth token", () => {
    expect(readCredential({ account_sid: account, auth_token: token })).toEqual({
      ok: true,
      secret: { account_sid: account, auth_token: token },
      mode: "live",
      restricted: false,
      last4: "0f0f",
      account,
    });
  });

  it("is an account and an API key, which may be a restricted one", () => {
    const secret = { account_sid: account, api_key_sid: keySid, api_key_secret: keySecret };
    expect(readCredential(secret)).toMatchObject({
      ok: true,
      secret,
      mode: "live",
      restricted: null,
      account,
    });
  });

  it("may name the account where the form asks for a key, for those who have only a token", () => {
    expect(
      readCredential({ account_sid: account, api_key_sid: account, api_key_secret: token }),
    ).toMatchObject({
      ok: true,
      secret: { account_sid: account, auth_token: token },
    });
  });

  it("of the sandbox is told apart from every real one", () => {
    const secret = sandboxSecret("0123456789abcdef0123456789abcdef0123456789abcdef");
    const check = readCredential(secret);
    expect(check).toMatchObject({ ok: true, mode: "sandbox" });
    expect(check.ok && check.account).toMatch(/^AC[0-9a-f]{32}$/);
  });

  it.each([
    ["secret", {}],
    ["secret", { account_sid: account }],
    ["secret", { account_sid: account, auth_token: token, extra: "a" }],
    ["secret", { account_sid: account, auth_token: token, api_key_sid: keySid, api_key_secret: keySecret }],
    ["secret", "AC:token"],
    ["secret.account_sid", { account_sid: keySid, auth_token: token }],
    ["secret.account_sid", { account_sid: account.toUpperCase(), auth_token: token }],
    ["secret.account_sid", { account_sid: standInSid, auth_token: token }],
    ["secret.account_sid", { account_sid: `${account}\n`, auth_token: token }],
    ["secret.auth_token", { account_sid: account, auth_token: "vk_abc" }],
    ["secret.auth_token", { account_sid: account, auth_token: `${token}:` }],
    ["secret.api_key_sid", { account_sid: account, api_key_sid: "SK1", api_key_secret: keySecret }],
    ["secret.api_key_secret", { account_sid: account, api_key_sid: keySid, api_key_secret: "short" }],
  ])("is refused at %s: %j", (path, secret) => {
    expect(readCredential(secret)).toMatchObject({ ok: false, path });
  });

  it("goes into Basic, the user being the account or the key", () => {
    const basic = (pair: string) => [["authorization", `Basic ${Buffer.from(pair).toString("base64")}`]];
    expect(attach({ account_sid: account, auth_token: token })).toEqual(basic(`${account}:${token}`));
    expect(attach({ account_sid: account, api_key_sid: keySid, api_key_secret: keySecret })).toEqual(
      basic(`${keySid}:${keySecret}`),
    );
    expect(() => attach({ account_sid: account })).toThrow("not whole");
  });

  it("is asked for in fields that together are one of its shapes", () => {
    const filled = { account_sid: account, api_key_sid: keySid, api_key_secret: keySecret };
    expect(secretFields.map(({ name }) => name)).toEqual(Object.keys(filled));
    expect(readCredential(filled).ok).toBe(true);
  });
});
