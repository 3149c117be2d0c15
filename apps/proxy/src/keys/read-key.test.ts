import { mintToken } from "@keybrake/vault";
import { describe, expect, it } from "vitest";
import { readKey } from "./read-key.ts";

const { token, hash } = mintToken("vault_key");
const other = mintToken("vault_key").token;
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

function read(lines: Partial<Parameters<typeof readKey>[0]>) {
  return readKey({ target: "/v1/a", authorization: null, shopifyToken: null, otherKeyLine: null, ...lines });
}

describe("reading the key of a request", () => {
  it.each([
    ["bearer", { authorization: `Bearer ${token}` }],
    ["bearer", { authorization: `BEARER ${token}` }],
    ["basic-user", { authorization: basic(token, "") }],
    ["basic-user", { authorization: basic(token, "anything") }],
    ["basic-password", { authorization: basic("AC0123", token) }],
    ["x-shopify-access-token", { shopifyToken: token }],
    ["bearer", { authorization: `Bearer ${token}`, shopifyToken: "shpat_no_vault_key" }],
    ["header", { otherKeyLine: { name: "x-api-key", value: token } }],
    ["bearer", { authorization: `Bearer ${token}`, otherKeyLine: { name: "x-api-key", value: "vk_no_key" } }],
  ])("finds it as %s", (place, lines) => {
    const result = read(lines);
    expect(result).toMatchObject({ ok: true, key: { place } });
    expect(result.ok && result.key.identity.hash.equals(hash)).toBe(true);
  });

  it.each([
    ["key_missing", {}],
    ["key_missing", { otherKeyLine: { name: "x-api-key", value: "vk_no_key" } }],
    ["key_twice", { authorization: `Bearer ${token}`, otherKeyLine: { name: "x-api-key", value: token } }],
    ["key_missing", { authorization: token }],
    ["key_missing", { authorization: `Bearer  ${token}` }],
    ["key_missing", { authorization: `Bearer ${token} ` }],
    ["key_missing", { authorization: `Bearer ${token},${other}` }],
    ["key_missing", { authorization: `Token ${token}` }],
    ["key_missing", { authorization: basic("", "") }],
    ["key_missing", { authorization: `Basic ${Buffer.from(token).toString("base64")}` }],
    ["key_missing", { authorization: `Basic ${token}` }],
    ["key_missing", { authorization: "Basic ====" }],
    ["key_missing", { authorization: `Bearer ${"vk_".repeat(4_000)}` }],
    ["key_twice", { authorization: basic(token, other) }],
    ["key_twice", { authorization: basic(token, token) }],
    ["key_twice", { authorization: `Bearer ${token}`, shopifyToken: other }],
    ["key_in_url", { target: `/v1/a?key=${token}` }],
    ["key_in_url", { target: `/v1/${token}`, authorization: `Bearer ${token}` }],
    ["key_in_url", { target: `/v1/a?x=${mintToken("service_token").token}` }],
    ["key_not_vault", { authorization: `Bearer ${mintToken("service_token").token}` }],
  ])("is %s for %j", (reason, lines) => {
    expect(read(lines)).toEqual({ ok: false, reason });
  });
});
