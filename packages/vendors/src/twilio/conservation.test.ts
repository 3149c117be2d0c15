import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attach } from "./credential.ts";
import { createTwilioSandbox } from "./sandbox/twilio-sandbox.ts";
import { account, priceCall, shippedPrices, sid } from "./testing/calls.ts";

/**
 * The promise in one sentence: whatever an agent sends, it is refused or held at no less than what Twilio takes for it.
 * The sandbox reads the request with a parser of its own and reckons with prices of its own.
 */
const credential = attach({ account_sid: account, auth_token: "sandbox_0123456789ab" });
const sandbox = createTwilioSandbox();
const base = `/2010-04-01/Accounts/${account}`;
const service = createService();

function createService(): string {
  const made = send({
    method: "POST",
    target: "/verify.twilio.com/v2/Services",
    body: "FriendlyName=Thirty+characters+long+name+ab",
  });
  return String(JSON.parse(made.body).sid);
}

interface Wire {
  readonly method: string;
  /** With the host as first segment. */
  readonly target: string;
  readonly type?: string | undefined;
  readonly body: string;
}

function send({ method, target, type = "application/x-www-form-urlencoded", body }: Wire) {
  const [path = "", query = ""] = target.split("?");
  const headers = { "content-type": type, ...Object.fromEntries(credential) };
  const request = { method, path, query, headers, body: Buffer.from(body) };
  const reception = sandbox.receive(request);
  return reception.kind === "accepted" ? reception.execution.run() : reception.answer;
}

/** What the sandbox took for the request that the connector would send; null when it would send none. */
function taken(line: string, given: string, query = ""): { held: bigint; moved: bigint } | null {
  const result = priceCall(line, given, { query, prices: shippedPrices });
  if (result.ok !== true) return null;
  const { outgoing, priceMicros } = result.request;
  const target = outgoing.origin.slice("https:/".length) + outgoing.target;
  const type = outgoing.headers.find(([name]) => name === "content-type")?.[1];
  const body = outgoing.body?.toString() ?? "";
  const answer = send({ method: outgoing.method, target, type, body });
  const moved = answer.movements.reduce(
    (sum, each) => sum + (each.direction === "out" ? each.micros : 0n),
    0n,
  );
  return { held: priceMicros, moved };
}

const number = fc.constantFrom(
  ...["+12025550123", "+14165550123", "+18765550123", "+18095550123", "+442071838750", "+447797123456"],
  ...["+4915112345678", "+61412345678", "+6281234567890", "+79161234567", "+77011234567", "+919812345678"],
  ...["+18005550123", "+12025550030", "", "12025550123", "+1 202 555 0123", "client:bob", "sip:a@b.example"],
);
const to = fc.oneof(
  number,
  number.map((each) => `whatsapp:${each}`),
  fc.constantFrom("messenger:1", "rcs:+12025550123"),
);
const text = fc
  .array(fc.tuple(fc.constantFrom("a", "€", "я", "😀", "ç", "\n"), fc.nat({ max: 200 })), { maxLength: 4 })
  .map((runs) => runs.map(([character, times]) => character.repeat(times)).join(""));
const flag = fc.constantFrom("true", "false", "TRUE", "1", "");
const seconds = fc.constantFrom("1", "59", "60", "61", "3600", "14400", "0", "-5", "6e1", "86400", "999999");
const twiml = fc.constantFrom(
  "<Response><Say>Hi</Say></Response>",
  '<Response><Say>Hi</Say><Pause length="9"/></Response>',
  "<Response><Dial>+18765550123</Dial></Response>",
  '<Response><Say voice="Polly.Amy-Neural">Hi</Say></Response>',
  "<Response><!--<Dial/>--></Response>",
);

/** A body whose fields may be absent, twice, or hidden by their encoding. */
function bodyOf(fields: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  const pairs = Object.entries(fields).map(([name, value]) => {
    const times = fc.constantFrom(0, 1, 1, 1, 1, 2);
    const encoded = fc
      .boolean()
      .map((hides) => (hides ? `%${name.charCodeAt(0).toString(16)}${name.slice(1)}` : name));
    return fc
      .tuple(times, encoded, value, value)
      .map(([count, key, one, two]) =>
        [one, two].slice(0, count).map((each) => `${key}=${encodeURIComponent(each)}`),
      );
  });
  return fc
    .tuple(...pairs)
    .chain((all) =>
      fc.shuffledSubarray(all.flat(), { minLength: all.flat().length }).map((each) => each.join("&")),
    );
}

function conserves(line: string, body: fc.Arbitrary<string>, numRuns: number): void {
  let sent = 0;
  fc.assert(
    fc.property(body, (written) => {
      const result = taken(line, written);
      if (result === null) return;
      if (result.moved > 0n) sent += 1;
      expect(result.moved, written).toBeLessThanOrEqual(result.held);
    }),
    { numRuns },
  );
  // A property over refusals alone would hold of anything.
  expect(sent).toBeGreaterThan(0);
}

describe("what is held is never less than what Twilio takes", () => {
  it("for a message", { timeout: 60_000 }, () => {
    const fields = {
      To: to,
      From: fc.constantFrom("+12025550100", "whatsapp:+12025550100", "messenger:2", "rcs:a"),
      Body: text,
      SmartEncoded: flag,
      SendAsMms: fc.constantFrom("true", "false"),
      ShortenUrls: fc.constantFrom("true", "false"),
    };
    const picture = { ...fields, MediaUrl: fc.constant("https://a.example/a.png") };
    const template = {
      To: to,
      MessagingServiceSid: fc.constant(sid("MG")),
      ContentSid: fc.constant(sid("HX")),
    };
    const line = `POST ${base}/Messages.json`;
    conserves(
      line,
      fc.oneof(
        bodyOf({ To: number, From: fields.From, Body: text }),
        bodyOf(fields),
        bodyOf(picture),
        bodyOf(template),
      ),
      3_000,
    );
  });

  it("for a call", { timeout: 60_000 }, () => {
    const fields = {
      To: number,
      From: fc.constant("+12025550100"),
      Twiml: twiml,
      TimeLimit: seconds,
      Record: fc.constantFrom("true", "false", ""),
      MachineDetection: fc.constant("Enable"),
    };
    conserves(`POST ${base}/Calls.json`, bodyOf(fields), 3_000);
    conserves(
      `POST ${base}/Conferences/${sid("CF")}/Participants.json`,
      bodyOf({ To: number, From: fields.From, TimeLimit: seconds }),
      2_000,
    );
  });

  it("for a number", { timeout: 60_000 }, () => {
    const fields = { PhoneNumber: number, AreaCode: fc.constantFrom("202", "416", "876", "1", "") };
    for (const list of ["", "/Local", "/Mobile", "/TollFree"]) {
      conserves(`POST ${base}/IncomingPhoneNumbers${list}.json`, bodyOf(fields), 300);
    }
  });

  it("for a verification", { timeout: 60_000 }, () => {
    const fields = {
      To: fc.oneof(number, fc.constant("a@b.example")),
      Channel: fc.constantFrom("sms", "call", "whatsapp", "email", "sna", "auto"),
      CustomMessage: text,
    };
    conserves(`POST /verify.twilio.com/v2/Services/${service}/Verifications`, bodyOf(fields), 2_000);
  });

  it("for a look-up of one number and of many", { timeout: 60_000 }, () => {
    const names = fc.array(
      fc.constantFrom(
        "validation",
        "caller_name",
        "sim_swap",
        "identity_match",
        "sms_pumping_risk",
        " caller_name",
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(names, fc.nat({ max: 3 }), (fields, count) => {
        const query = `Fields=${encodeURIComponent(fields.join(","))}`;
        const one = taken("GET /lookups.twilio.com/v2/PhoneNumbers/+12025550123", "", query);
        if (one !== null) expect(one.moved).toBeLessThanOrEqual(one.held);
        const numbers = Array.from({ length: count }, () => ({ phone_number: "+12025550123", fields }));
        const many = taken(
          "POST /lookups.twilio.com/v2/batch/query",
          JSON.stringify({ phone_numbers: numbers }),
        );
        if (many !== null) expect(many.moved).toBeLessThanOrEqual(many.held);
      }),
      { numRuns: 500 },
    );
  });
});
