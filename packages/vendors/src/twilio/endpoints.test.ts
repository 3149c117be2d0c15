import { canonicalEndpoint, parseEndpointPattern } from "@keybrake/policy";
import { describe, expect, it } from "vitest";
import { costsMoney } from "../money-classes.ts";
import { fieldNames } from "./data/fields.ts";
import {
  addressOf,
  endpoints,
  fieldsOf,
  hosts,
  isSecretEndpoint,
  matchEndpoint,
  takesJson,
} from "./endpoints.ts";
import { account, sid } from "./testing/calls.ts";

const name = (method: string, path: string) => matchEndpoint(method, path)?.name;
const base = `/2010-04-01/Accounts/${account}`;

describe("the catalogue", () => {
  it("has every endpoint once, under a name that an allowlist can hold", () => {
    const names = endpoints.map((endpoint) => canonicalEndpoint(endpoint.name));
    expect(new Set(names).size).toBe(names.length);
    for (const endpoint of endpoints) {
      expect(parseEndpointPattern(endpoint.name), endpoint.name).toMatchObject({ ok: true });
    }
  });

  it("finds every endpoint by its own path", () => {
    for (const endpoint of endpoints) {
      const path = endpoint.template.replaceAll(/\{\w+\}/g, sid("XX"));
      const full = path.startsWith("/") ? path : `/${path}`;
      expect(name(endpoint.method, full), endpoint.name).toBe(endpoint.name);
    }
  });

  it("knows the fields of every form that can cost money", () => {
    for (const endpoint of endpoints) {
      if (!costsMoney(endpoint.class) || takesJson(endpoint)) continue;
      expect(fieldsOf(endpoint), endpoint.name).toBeDefined();
    }
    for (const known of Object.keys(fieldNames)) {
      expect(endpoints.map((endpoint) => endpoint.name)).toContain(known);
    }
  });

  it("takes no POST, PUT or PATCH for a read, and no GET that costs money either", () => {
    for (const { name, method, class: kind } of endpoints) {
      if (method !== "GET") expect(kind, name).not.toBe("READ");
    }
    expect(
      endpoints.filter(({ method, class: kind }) => method === "GET" && kind !== "READ").map((e) => e.name),
    ).toEqual([
      "GET lookups.twilio.com/v1/PhoneNumbers/{PhoneNumber}",
      "GET lookups.twilio.com/v2/PhoneNumbers/{PhoneNumber}",
    ]);
  });
});

describe("a path", () => {
  it("is of api.twilio.com without a host, and of a product with its host", () => {
    expect(name("POST", `${base}/Messages.json`)).toBe(
      "POST /2010-04-01/Accounts/{AccountSid}/Messages.json",
    );
    expect(name("POST", `/api.twilio.com${base}/Messages.json`)).toBe(
      "POST /2010-04-01/Accounts/{AccountSid}/Messages.json",
    );
    expect(name("GET", "/verify.twilio.com/v2/Services")).toBe("GET verify.twilio.com/v2/Services");
    expect(name("GET", "/v2/Services")).toBeUndefined();
  });

  it("leads to no host but those of the catalogue", () => {
    expect(hosts.size).toBe(13);
    for (const host of [
      "evil.example",
      "verify.twilio.com.evil.example",
      "iam.twilio.com",
      "accounts.twilio.com",
    ]) {
      expect(name("GET", `/${host}/v2/Services`), host).toBeUndefined();
    }
  });

  it("has a literal win over a parameter, with `.json` a part of neither", () => {
    expect(name("POST", `${base}/IncomingPhoneNumbers/Local.json`)).toMatch(/\/Local\.json$/);
    expect(name("POST", `${base}/IncomingPhoneNumbers/${sid("PN")}.json`)).toMatch(/\/\{Sid\}\.json$/);
    expect(name("GET", `${base}/Messages/${sid("SM")}.json`)).toMatch(/Messages\/\{Sid\}\.json$/);
    expect(name("GET", `${base}/Messages/${sid("SM")}/Media.json`)).toMatch(/\/Media\.json$/);
  });

  it("without `.json` is none of API 2010's, which would answer in XML", () => {
    expect(name("POST", `${base}/Messages`)).toBeUndefined();
    expect(name("GET", `${base}/Messages/${sid("SM")}`)).toBeUndefined();
    expect(name("GET", `${base}/Messages/${sid("SM")}.csv`)).toBe(undefined);
    expect(name("POST", `${base}/Messages.json.json`)).toBeUndefined();
    expect(name("GET", "/verify.twilio.com/v2/Services/VA1.json")).toBeUndefined();
  });

  it("may hold a number with its plus", () => {
    const path = "/lookups.twilio.com/v2/PhoneNumbers/+14155550123";
    const endpoint = matchEndpoint("GET", path);
    expect(endpoint?.name).toBe("GET lookups.twilio.com/v2/PhoneNumbers/{PhoneNumber}");
    expect(endpoint && addressOf(endpoint, path)).toEqual({
      host: "lookups.twilio.com",
      path: "/v2/PhoneNumbers/+14155550123",
      parameters: [["PhoneNumber", "+14155550123"]],
    });
  });

  it("is byte for byte: case, encoding and dots are other paths", () => {
    for (const path of [
      `${base}/messages.json`,
      `${base}/Messages.JSON`,
      `${base}/Messages/.json`,
      `${base}/Messages/...json`,
      `${base}/%4dessages.json`,
      `${base}//Messages.json`,
      `${base}/Messages.json/`,
      `/API.twilio.com${base}/Messages.json`,
    ]) {
      expect(name("POST", path), path).toBeUndefined();
    }
  });
});

describe("endpoints that answer with a secret", () => {
  it.each([
    ["POST", "/2010-04-01/Accounts.json"],
    ["GET", "/2010-04-01/Accounts.json"],
    ["GET", `${base}.json`],
    ["POST", `${base}.json`],
    ["POST", `${base}/Keys.json`],
    ["POST", `${base}/SigningKeys.json`],
    ["DELETE", `${base}/Keys/${sid("SK")}.json`],
    ["POST", `${base}/Tokens.json`],
    ["POST", `/verify.twilio.com/v2/Services/${sid("VA")}/AccessTokens`],
  ])("%s %s is on no allowlist", (method, path) => {
    const endpoint = matchEndpoint(method, path);
    expect(endpoint && isSecretEndpoint(endpoint)).toBe(true);
    expect(endpoints.map((each) => each.name)).not.toContain(endpoint?.name);
  });

  it("of whole products are not there at all", () => {
    for (const path of [
      "/iam.twilio.com/v1/Keys",
      "/oauth.twilio.com/v2/token",
      "/accounts.twilio.com/v1/AuthTokens/Promote",
    ]) {
      expect(name("POST", path), path).toBeUndefined();
    }
  });
});
