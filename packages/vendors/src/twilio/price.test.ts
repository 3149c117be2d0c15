import { describe, expect, it } from "vitest";
import { standInSid } from "./account.ts";
import { fieldsOf, matchEndpoint } from "./endpoints.ts";
import { messageCost } from "./pricing/messages.ts";
import { numberCost } from "./pricing/numbers.ts";
import { verificationCost } from "./pricing/verify.ts";
import {
  account,
  calls,
  form,
  messageOf,
  messages,
  mustPrice,
  priceCall,
  roundPrices,
  sid,
  subaccount,
  verdictOf,
} from "./testing/calls.ts";

const base = `/2010-04-01/Accounts/${account}`;
const us = "+12025550123";
const gb = "+442071838750";
const text = { To: us, From: "+12025550100", Body: "Hello" };
const withPrices = (...items: [string, bigint][]) => ({ prices: new Map([...roundPrices, ...items]) });

describe("a message", () => {
  it.each([
    ["by the segment", text, 10_000n],
    ["by every segment", { ...text, Body: "a".repeat(161) }, 20_000n],
    ["by the country of its number", { ...text, To: gb }, 40_000n],
    ["whatever smart encoding may save", { ...text, Body: "“".repeat(71), SmartEncoded: "true" }, 20_000n],
    [
      "by the longest text of its alphabet where links are shortened",
      { ...text, ShortenUrls: "true" },
      220_000n,
    ],
    [
      "by the longest text of all where Twilio has it",
      { To: us, From: "+1", ContentSid: sid("HX") },
      250_000n,
    ],
    ["as a picture", { ...text, MediaUrl: "https://a.example/a.png" }, 30_000n],
    [
      "as what is dearer, a long text or a picture",
      { ...text, SendAsMms: "true", Body: "a".repeat(1600) },
      110_000n,
    ],
    [
      "with room for the link that a messaging service may make of a picture",
      { To: us, MessagingServiceSid: sid("MG"), Body: "a".repeat(400), MediaUrl: "https://a.example/a.png" },
      40_000n,
    ],
    [
      "by the message on WhatsApp",
      { To: `whatsapp:${gb}`, From: "whatsapp:+1", Body: "a".repeat(500) },
      70_000n,
    ],
    ["by the message on Messenger", { To: "messenger:123", From: "messenger:456", Body: "a" }, 5_000n],
  ])("is priced %s", (_how, fields, micros) => {
    expect(verdictOf(messages, form(fields))).toBe(`allowed ${micros}`);
  });

  it("to a country that is not in the book has no price", () => {
    expect(verdictOf(messages, form({ ...text, To: "+4915112345678" }))).toBe("denied_cost_unknown");
    expect(messageOf(messages, form({ ...text, To: "+4915112345678" }))).toContain('no "sms:DE"');
    expect(verdictOf(messages, form({ ...text, To: gb, MediaUrl: "https://a.example" }))).toBe(
      "denied_cost_unknown",
    );
    expect(verdictOf(messages, form({ ...text, To: "+8816123456789" }))).toBe("denied_cost_unknown");
  });

  it("to a country that is not in the book takes the book's worst case, where somebody wrote one", () => {
    const worst = withPrices(["sms:*", 900_000n]);
    expect(verdictOf(messages, form({ ...text, To: "+4915112345678" }), worst)).toBe("allowed 900000");
    expect(verdictOf(messages, form(text), worst)).toBe("allowed 10000");
  });

  it("to a toll-free +1 number takes the dearest of all its countries, and needs them all", () => {
    const tollFree = form({ ...text, To: "+18005550123" });
    expect(verdictOf(messages, tollFree)).toBe("denied_cost_unknown");
    expect(verdictOf(messages, tollFree, withPrices(["sms:*", 1n], ["sms:JM", 300_000n]))).toBe(
      "allowed 300000",
    );
  });

  it("by RCS is held at what is dearer, itself or the text that it may fall back to", () => {
    const rcs = form({ To: `rcs:${us}`, From: "rcs:brand", Body: "a".repeat(400) });
    expect(verdictOf(messages, rcs)).toBe("denied_cost_unknown");
    expect(verdictOf(messages, rcs, withPrices(["rcs:US", 12_000n]))).toBe("allowed 30000");
    const service = form({ To: us, MessagingServiceSid: sid("MG"), Body: "a" });
    expect(verdictOf(messages, service, withPrices(["rcs:US", 12_000n]))).toBe("allowed 12000");
  });

  it.each([
    ["no To", { From: "+1", Body: "a" }],
    ["nothing to say", { To: us, From: "+1" }],
    ["more than 1600 characters", { ...text, Body: "a".repeat(1601) }],
    ["a flag that is neither true nor false", { ...text, ShortenUrls: "1" }],
    ["a flag in other letters", { ...text, SendAsMms: "TRUE" }],
    ["a number that is not E.164", { ...text, To: "2025550123" }],
    ["a number with spaces", { ...text, To: "+1 202 555 0123" }],
    ["several numbers", { ...text, To: `${us},${gb}` }],
    ["Arabic digits", { ...text, To: "+١٢٠٢٥٥٥٠١٢٣" }],
    ["two channels", { ...text, To: `whatsapp:${gb}` }],
    ["a sender of another channel", { ...text, From: "rcs:brand" }],
    ["a field that Twilio does not have", { ...text, Amount: "1" }],
    ["a field in other letters", { ...text, body: "b" }],
  ])("with %s is refused", (_what, fields) => {
    expect(verdictOf(messages, form(fields))).toBe("denied_request");
  });

  it("with a risk check that Twilio may bill has no price", () => {
    expect(verdictOf(messages, form({ ...text, RiskCheck: "enable" }))).toBe("denied_cost_unknown");
    expect(verdictOf(messages, form({ ...text, RiskCheck: "disable" }))).toBe("allowed 10000");
  });
});

describe("a body", () => {
  it.each([
    ["a field twice", `To=%2B12025550123&To=%2B442071838750&From=%2B1&Body=a`],
    ["a field twice, once encoded", "To=%2B12025550123&%54o=%2B442071838750&From=%2B1&Body=a"],
    ["brackets", "To[]=%2B12025550123&From=%2B1&Body=a"],
    ["an object's prototype", "__proto__=a&To=%2B12025550123&Body=a"],
    ["a NUL", "To=%2B12025550123&From=%2B1&Body=a%00"],
    ["bytes that are not UTF-8", "To=%2B12025550123&From=%2B1&Body=%ff"],
    ["a field without a value", "To=%2B12025550123&Body"],
    ["an empty field", "To=%2B12025550123&&Body=a"],
    ["a byte order mark", "\ufeffTo=%2B12025550123&Body=a"],
  ])("that has %s is refused", (_what, body) => {
    expect(verdictOf(messages, body)).toBe("denied_request");
  });

  it("of another type, and one that is split by a query, is refused", () => {
    for (const type of ["application/json", "multipart/form-data; boundary=a", "text/plain", ""]) {
      expect(verdictOf(messages, form(text), { headers: { "content-type": type } })).toBe(
        "denied_request 415",
      );
    }
    expect(verdictOf(messages, form(text), { query: "To=%2B442071838750" })).toBe("denied_request");
  });

  it("is written anew from what was judged, and only known headers go along", () => {
    const { outgoing } = mustPrice(
      messages,
      "To=%2B12025550123&From=%2B1&Body=a%20b+c%C3%A9&MediaUrl=x&MediaUrl=y",
      {
        headers: {
          "user-agent": "twilio-node",
          "x-evil": "1",
          accept: "application/json",
          "i-twilio-idempotency-token": "a",
        },
      },
    );
    expect(outgoing).toEqual({
      origin: "https://api.twilio.com",
      method: "POST",
      target: `${base}/Messages.json`,
      headers: [
        ["content-type", "application/x-www-form-urlencoded"],
        ["accept", "application/json"],
        ["user-agent", "twilio-node"],
      ],
      body: Buffer.from("To=%2B12025550123&From=%2B1&Body=a%20b%20c%C3%A9&MediaUrl=x&MediaUrl=y"),
    });
  });

  it("signed for client validation is refused, and says why", () => {
    const signed = { headers: { "twilio-client-validation": "a.b.c" } };
    expect(verdictOf(messages, form(text), signed)).toBe("denied_request");
    expect(messageOf(messages, form(text), signed)).toContain("validationClient");
  });
});

describe("the account", () => {
  it("in the path must be the credential's", () => {
    const other = messages.replace(account, subaccount);
    expect(verdictOf(other, form(text))).toBe("denied_account");
    expect(messageOf(other, form(text))).toContain(subaccount);
    expect(verdictOf(messages.replace(account, account.toUpperCase()), form(text))).toBe("denied_account");
  });

  it("is not guessed where no credential names it", () => {
    expect(verdictOf(messages, form(text), { account: null })).toBe("denied_credential");
    expect(verdictOf(`GET ${base}/Messages.json`, "", { account: null })).toBe("denied_credential");
  });

  it("may be written as AC and zeros, which becomes the real one on the way", () => {
    const request = mustPrice(messages.replace(account, standInSid), form(text));
    expect(request.outgoing.target).toBe(`${base}/Messages.json`);
    const batch = mustPrice(
      "POST /lookups.twilio.com/v2/batch/query",
      JSON.stringify({ phone_numbers: [{ phone_number: us, correlation_id: standInSid }] }),
    );
    expect(batch.outgoing.body?.toString()).toContain(`"correlation_id":"${account}"`);
    const listed = mustPrice("GET /conversations.twilio.com/v1/Services", "", {
      query: `AccountSid=${standInSid}`,
    });
    expect(listed.outgoing.target).toBe(`/v1/Services?AccountSid=${account}`);
  });

  it("in a field must be the credential's too: a number can be moved to another account", () => {
    const update = `POST ${base}/IncomingPhoneNumbers/${sid("PN")}.json`;
    expect(verdictOf(update, form({ AccountSid: subaccount }))).toBe("denied_account");
    expect(verdictOf(update, form({ AccountSid: "AC1" }))).toBe("denied_account");
    expect(verdictOf(update, form({ FriendlyName: subaccount }))).toBe("denied_account");
    expect(verdictOf(update, form({ AccountSid: account }))).toBe("allowed 0");
    const json = JSON.stringify({ phone_numbers: [{ account_sid: subaccount }] });
    expect(verdictOf("POST /lookups.twilio.com/v2/batch/query", json)).toBe("denied_account");
  });
});

describe("a call", () => {
  const ring = {
    To: us,
    From: "+12025550100",
    Twiml: "<Response><Say>Hi</Say></Response>",
    TimeLimit: "120",
  };

  it.each([
    ["by the minutes that its TimeLimit allows, and one for the second at the end", ring, 42_000n],
    ["by the country of its number", { ...ring, To: gb, TimeLimit: "59" }, 100_000n],
    ["to a SIP address", { ...ring, To: "sip:a@b.example", TimeLimit: "1" }, 5_000n],
    [
      "with its recording and the detection of machines",
      { ...ring, Record: "true", MachineDetection: "Enable" },
      3n * 17_000n + 7_000n,
    ],
    ["without what is switched off", { ...ring, Record: "false" }, 42_000n],
  ])("is priced %s", (_how, fields, micros) => {
    expect(verdictOf(calls, form(fields))).toBe(`allowed ${micros}`);
  });

  it("without a TimeLimit has no price, and is told to send one", () => {
    const { TimeLimit: _, ...endless } = ring;
    expect(verdictOf(calls, form(endless))).toBe("denied_cost_unknown");
    expect(messageOf(calls, form(endless))).toContain("Send a TimeLimit");
  });

  it.each(["0", "-1", "1e3", "60.5", " 60", "060", "86401", "６０", ""])(
    "with a TimeLimit of %j is refused",
    (limit) => {
      expect(verdictOf(calls, form({ ...ring, TimeLimit: limit }))).toBe("denied_request");
    },
  );

  it.each([
    ["instructions behind a Url", { Url: "https://a.example/twiml" }],
    ["instructions of an application", { ApplicationSid: sid("AP") }],
    ["a Url to fall back to", { FallbackUrl: "https://a.example/twiml" }],
    ["a trunk of one's own", { Byoc: sid("BY") }],
    ["a recording configuration", { RecordingConfigurationId: "a" }],
  ])("with %s has no price", (_what, fields) => {
    expect(verdictOf(calls, form({ ...ring, ...fields }))).toBe("denied_cost_unknown");
  });

  it("has an assumed price where the key was issued with one", () => {
    const url = form({ To: us, From: "+1", Url: "https://a.example/twiml" });
    const assumed = mustPrice(calls, url, { rules: { assumedCallMicros: 2_000_000n } });
    expect(assumed).toMatchObject({ priceMicros: 2_000_000n, audit: { price_basis: "assumed" } });
  });

  it("can be ended for nothing, and not be changed otherwise", () => {
    const update = `POST ${base}/Calls/${sid("CA")}.json`;
    expect(verdictOf(update, form({ Status: "completed" }))).toBe("allowed 0");
    expect(verdictOf(update, form({ Status: "canceled" }))).toBe("allowed 0");
    for (const fields of [
      { Status: "in-progress" },
      { Twiml: "<Response><Dial>+1</Dial></Response>" },
      { Status: "completed", Url: "https://a.example" },
      { TimeLimit: "86400" },
    ]) {
      expect(verdictOf(update, form(fields))).toBe("denied_cost_unknown");
    }
  });

  it("into a conference costs the call and the conference", () => {
    const add = `POST ${base}/Conferences/${sid("CF")}/Participants.json`;
    expect(verdictOf(add, form({ To: us, From: "+1", TimeLimit: "60" }))).toBe("allowed 32000");
    expect(verdictOf(add, form({ To: us, From: "+1" }))).toBe("denied_cost_unknown");
    expect(verdictOf(add, form({ To: us, From: "+1", TimeLimit: "60", WaitUrl: "https://a.example" }))).toBe(
      "denied_cost_unknown",
    );
    expect(verdictOf(add, form({ To: us, From: "+1", TimeLimit: "60", ConferenceRecord: "true" }))).toBe(
      "denied_cost_unknown",
    );
  });
});

describe("a number", () => {
  const buy = (list = "") => `POST ${base}/IncomingPhoneNumbers${list}.json`;

  it("costs its first month, the dearest of the types that it may be", () => {
    expect(verdictOf(buy(), form({ PhoneNumber: "+442071838750" }))).toBe("allowed 3000000");
    expect(verdictOf(buy("/Local"), form({ PhoneNumber: "+442071838750" }))).toBe("allowed 1150000");
    expect(verdictOf(buy("/Mobile"), form({ PhoneNumber: "+447400123456" }))).toBe("allowed 3000000");
    expect(verdictOf(buy(), form({ AreaCode: "415" }))).toBe("allowed 2150000");
    expect(verdictOf(buy("/Local"), form({ PhoneNumber: "+18005550123" }))).toBe("allowed 1150000");
  });

  it("in a country, or of a type, that is not in the book has no price", () => {
    expect(verdictOf(buy(), form({ PhoneNumber: "+4930123456" }))).toBe("denied_cost_unknown");
    expect(verdictOf(buy("/Mobile"), form({ PhoneNumber: us }))).toBe("denied_cost_unknown");
  });

  it("that is not said is refused", () => {
    expect(verdictOf(buy(), form({ FriendlyName: "a" }))).toBe("denied_request");
    expect(verdictOf(buy(), form({ AreaCode: "1415" }))).toBe("denied_request");
  });

  it("with an emergency address costs a fee that nobody knows, bought or configured", () => {
    const emergency = { EmergencyAddressSid: sid("AD") };
    expect(verdictOf(buy(), form({ PhoneNumber: us, ...emergency }))).toBe("denied_cost_unknown");
    expect(verdictOf(`POST ${base}/IncomingPhoneNumbers/${sid("PN")}.json`, form(emergency))).toBe(
      "denied_cost_unknown",
    );
    expect(
      verdictOf(`POST ${base}/IncomingPhoneNumbers/${sid("PN")}.json`, form({ VoiceUrl: "https://a" })),
    ).toBe("allowed 0");
  });
});

describe("a field that the SDK has and Keybrake has not judged", () => {
  const call = { To: us, From: "+1", Twiml: "<Response></Response>", TimeLimit: "1" };
  it.each([
    [messages, text, []],
    [
      calls,
      call,
      [
        ...["FallbackUrl", "FallbackMethod", "RecordingConfigurationId", "Passports", "Byoc"],
        ...["ClientNotificationUrl", "Url", "ApplicationSid"],
      ],
    ],
    [
      `POST ${base}/IncomingPhoneNumbers.json`,
      { PhoneNumber: us },
      ["VoiceCallerIdLookup", "EmergencyStatus", "EmergencyAddressSid"],
    ],
    [`POST /verify.twilio.com/v2/Services/${sid("VA")}/Verifications`, { To: us, Channel: "email" }, []],
  ])("of %s has no price", (line, fields, expected) => {
    const [method = "", path = ""] = line.split(" ");
    const endpoint = matchEndpoint(method, path);
    const names = endpoint === undefined ? [] : [...(fieldsOf(endpoint)?.keys() ?? [])];
    const unpriced = names.filter((name) => {
      const body = form({ ...fields, [name]: "" });
      return !(name in fields) && verdictOf(line, body) === "denied_cost_unknown";
    });
    expect(unpriced.filter((name) => name !== "RiskCheck")).toEqual(expected);
  });
});

describe("a field that a newer SDK has", () => {
  const newer = (fields: Readonly<Record<string, string>>) =>
    new Map(Object.entries({ ...fields, Newer: "1" }).map(([name, value]) => [name, [value]] as const));
  it.each([
    ["a message", () => messageCost(newer(text), roundPrices)],
    ["a number", () => numberCost()(newer({ PhoneNumber: us }), roundPrices)],
    ["a verification", () => verificationCost(newer({ To: us, Channel: "sms" }), roundPrices)],
  ])("gives %s no price until it is judged", (_what, cost) => {
    expect(cost()).toMatchObject({ is: "unknown", why: expect.stringContaining("Newer") });
  });
});

describe("a verification", () => {
  const verify = `POST /verify.twilio.com/v2/Services/${sid("VA")}/Verifications`;

  it("costs its fee and the message or call that carries the code", () => {
    expect(verdictOf(verify, form({ To: us, Channel: "sms" }))).toBe("allowed 80000");
    expect(verdictOf(verify, form({ To: us, Channel: "sms", CustomMessage: "я".repeat(200) }))).toBe(
      "allowed 90000",
    );
    expect(verdictOf(verify, form({ To: us, Channel: "call" }))).toBe("allowed 78000");
    expect(verdictOf(verify, form({ To: "a@b.example", Channel: "email" }))).toBe("allowed 50000");
  });

  it.each(["auto", "rcs", "totp", "SMS", "*"])("over %s has no price", (channel) => {
    expect(verdictOf(verify, form({ To: us, Channel: channel }), withPrices(["verify:auto", 1n]))).toBe(
      "denied_cost_unknown",
    );
  });

  it("is checked for what the book says, and canceled for nothing", () => {
    const service = `/verify.twilio.com/v2/Services/${sid("VA")}`;
    expect(verdictOf(`POST ${service}/VerificationCheck`, form({ To: us, Code: "1" }))).toBe("allowed 0");
    expect(
      verdictOf(
        `POST ${service}/VerificationCheck`,
        form({ To: us, Code: "1" }),
        withPrices(["verify:check", 5n]),
      ),
    ).toBe("allowed 5");
    expect(verdictOf(`POST ${service}/Verifications/${sid("VE")}`, form({ Status: "canceled" }))).toBe(
      "allowed 0",
    );
  });
});

describe("a look-up", () => {
  const lookup = "GET /lookups.twilio.com/v2/PhoneNumbers/+14155550123";

  it("is free while it asks whether a number is valid, and costs what else it asks for", () => {
    expect(verdictOf(lookup)).toBe("allowed 0");
    expect(verdictOf(lookup, "", { query: "Fields=validation" })).toBe("allowed 0");
    expect(verdictOf(lookup, "", { query: "Fields=caller_name%2Cline_type_intelligence" })).toBe(
      "allowed 18000",
    );
    expect(verdictOf(lookup, "", { query: "Fields=caller_name,caller_name" })).toBe("allowed 20000");
  });

  it("of a package that is not in the book has no price", () => {
    expect(verdictOf(lookup, "", { query: "Fields=sim_swap" })).toBe("denied_cost_unknown");
    expect(verdictOf(lookup, "", { query: "Fields=caller_name,pre_fill" })).toBe("denied_cost_unknown");
  });

  it.each(["Fields=", "Fields=Caller_Name", "Fields=a&Fields=b", "fields=caller_name", "Fields[]=a"])(
    "by %s is refused",
    (query) => {
      expect(verdictOf(lookup, "", { query })).toBe("denied_request");
    },
  );

  it("of version 1 costs its types, and add-ons have no price", () => {
    const v1 = "GET /lookups.twilio.com/v1/PhoneNumbers/+14155550123";
    expect(verdictOf(v1, "", { query: "Type=carrier" })).toBe("allowed 8000");
    expect(verdictOf(v1, "", { query: "Type=carrier&Type=carrier" })).toBe("allowed 16000");
    expect(verdictOf(v1, "", { query: "AddOns=whitepages" })).toBe("denied_cost_unknown");
  });

  it("of many numbers costs all of them", () => {
    const batch = "POST /lookups.twilio.com/v2/batch/query";
    const body = (numbers: unknown, more = {}) => JSON.stringify({ phone_numbers: numbers, ...more });
    const paid = { phone_number: us, fields: ["caller_name", "validation"] };
    expect(verdictOf(batch, body([paid, paid, { phone_number: us }]))).toBe("allowed 20000");
    expect(verdictOf(batch, body([{ phone_number: us }]))).toBe("allowed 0");
    expect(verdictOf(batch, body([{ ...paid, fields: ["pre_fill"] }]))).toBe("denied_cost_unknown");
    for (const bad of [
      body([]),
      body("a"),
      body([1]),
      body([{ fields: "caller_name" }]),
      body([paid], { extra: 1 }),
      "[]",
    ]) {
      expect(verdictOf(batch, bad), bad).toBe("denied_request");
    }
    expect(verdictOf(batch, `{"phone_numbers":[],"phone_numbers":[${JSON.stringify(paid)}]}`)).toBe(
      "denied_request",
    );
  });
});

describe("what nobody can price", () => {
  it.each([
    [`POST /studio.twilio.com/v2/Flows/${sid("FW")}/Executions`, { To: us, From: "+1" }],
    [`POST /notify.twilio.com/v1/Services/${sid("IS")}/Notifications`, { Body: "a" }],
    [`POST /conversations.twilio.com/v1/Conversations/${sid("CH")}/Messages`, { Body: "a" }],
    [
      `POST /proxy.twilio.com/v1/Services/${sid("KS")}/Sessions/${sid("KC")}/Participants`,
      { Identifier: us },
    ],
    [`POST ${base}/Calls/${sid("CA")}/Recordings.json`, {}],
    [`POST ${base}/OutgoingCallerIds.json`, { PhoneNumber: us }],
    ["POST /messaging.twilio.com/v1/a2p/BrandRegistrations", { CustomerProfileBundleSid: "a" }],
  ])("%s is refused, and held at an assumed price where there is one", (line, fields) => {
    expect(verdictOf(line, form(fields as Record<string, string>))).toBe("denied_cost_unknown");
    expect(
      verdictOf(line, form(fields as Record<string, string>), { rules: { assumedCallMicros: 7n } }),
    ).toBe("allowed 7");
  });

  it("nor may a key without dollars pay for anything here", () => {
    expect(verdictOf(messages, form(text), { rules: { currencies: ["eur"] } })).toBe("denied_currency");
    expect(verdictOf(`GET ${base}/Messages.json`, "", { rules: { currencies: ["eur"] } })).toBe("allowed 0");
  });
});

describe("an endpoint that answers with a secret", () => {
  it.each([
    `GET ${base}.json`,
    "GET /2010-04-01/Accounts.json",
    "POST /2010-04-01/Accounts.json",
    `POST ${base}/Keys.json`,
    `POST ${base}/Tokens.json`,
    `POST /verify.twilio.com/v2/Services/${sid("VA")}/AccessTokens`,
  ])("%s is refused whatever the key allows or assumes", (line) => {
    expect(verdictOf(line, "", { rules: { assumedCallMicros: 1n } })).toBe("denied_endpoint");
    expect(messageOf(line)).toContain("never passes that on");
  });
});

describe("the audit row", () => {
  it("says whom a message reaches and what it was reckoned from, never what it says", () => {
    const { audit } = mustPrice(messages, form({ ...text, Body: "my password is hunter2" }));
    expect(audit).toEqual({
      host: "api.twilio.com",
      To: us,
      From: "+12025550100",
      price_basis: "price book",
      item: "sms:US",
      segments: 1,
    });
  });

  it("shows a refused call as well, escaped and clipped", () => {
    const result = priceCall(messages, form({ ...text, To: `\u202e\u0007${"9".repeat(300)}` }), {
      account: null,
    });
    expect(result).toMatchObject({ ok: false, audit: { From: "+12025550100" } });
    expect(JSON.stringify(result.ok === false && result.audit)).not.toContain('\\u0007"');
    expect(result.ok === false && String(result.audit.To).length).toBeLessThanOrEqual(100);
  });
});
