import { describe, expect, it } from "vitest";
import { rewriteAnswer } from "./rewrite-answer.ts";

const proxy = "https://keybrake.example:4100";
const rewritten = (value: unknown) => JSON.parse(rewriteAnswer(JSON.stringify(value), proxy));

describe("links in an answer", () => {
  it("to the next page lead through the proxy", () => {
    const meta = {
      url: "https://verify.twilio.com/v2/Services?Page=0",
      first_page_url: "https://verify.twilio.com/v2/Services?Page=0",
      previous_page_url: null,
      next_page_url: "https://verify.twilio.com/v2/Services?PageSize=2&Page=1&PageToken=PAa%3D",
    };
    expect(rewritten({ meta, services: [] }).meta).toEqual({
      url: `${proxy}/twilio/verify.twilio.com/v2/Services?Page=0`,
      first_page_url: `${proxy}/twilio/verify.twilio.com/v2/Services?Page=0`,
      previous_page_url: null,
      next_page_url: `${proxy}/twilio/verify.twilio.com/v2/Services?PageSize=2&Page=1&PageToken=PAa%3D`,
    });
  });

  it("of objects in lists, and those in `links`, do so too", () => {
    const url = "https://messaging.twilio.com/v1/Services/MG1";
    expect(rewritten({ services: [{ url, links: { phone_numbers: `${url}/PhoneNumbers` } }] })).toEqual({
      services: [
        {
          url: `${proxy}/twilio/messaging.twilio.com/v1/Services/MG1`,
          links: { phone_numbers: `${proxy}/twilio/messaging.twilio.com/v1/Services/MG1/PhoneNumbers` },
        },
      ],
    });
  });

  it.each([
    ["in what somebody wrote", { body: "https://verify.twilio.com/v2/Services" }],
    ["to other hosts", { url: "https://a.example/x" }],
    ["to hosts of Twilio's that the proxy does not serve", { url: "https://iam.twilio.com/v1/Keys" }],
    ["to a host that only begins like one", { url: "https://verify.twilio.com.evil.example/v2" }],
    [
      "with a login or a port",
      { url: "https://a@verify.twilio.com/v2", links: { b: "https://verify.twilio.com:1/v2" } },
    ],
    ["without TLS", { url: "http://verify.twilio.com/v2" }],
    ["that are relative", { next_page_uri: "/2010-04-01/Accounts/AC1/Messages.json?Page=1" }],
    ["in a map that is no list of links", { attributes: { links: "https://verify.twilio.com/v2" } }],
  ])("%s stay as they are", (_where, value) => {
    expect(rewritten(value)).toEqual(value);
  });

  it("are found with escaped slashes", () => {
    const body = '{"meta":{"next_page_url":"https:\\/\\/verify.twilio.com\\/v2\\/Services"}}';
    expect(rewriteAnswer(body, proxy)).toBe(
      `{"meta":{"next_page_url":"${proxy}/twilio/verify.twilio.com/v2/Services"}}`,
    );
  });

  it("leave every other byte of the body alone", () => {
    const body =
      '{ "n": 12345678901234567890.10, "url": "https:\\/\\/verify.twilio.com/v2", "t":"\\u00e9", "n": 2 }';
    expect(rewriteAnswer(body, proxy)).toBe(
      `{ "n": 12345678901234567890.10, "url": "${proxy}/twilio/verify.twilio.com/v2", "t":"\\u00e9", "n": 2 }`,
    );
  });

  it.each(["", "not json .twilio.com", `${"[".repeat(50_000)}".twilio.com"${"]".repeat(50_000)}`])(
    "in what cannot be read stay as they are",
    (body) => {
      expect(rewriteAnswer(body, proxy)).toBe(body);
    },
  );
});
