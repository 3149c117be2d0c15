import fc from "fast-check";
import twilio from "twilio";
import { describe, expect, it } from "vitest";
import { isHarmlessTwiml } from "./twiml.ts";

const { VoiceResponse } = twilio.twiml;
const response = (inner: string) => `<Response>${inner}</Response>`;

describe("instructions for a call", () => {
  it("as the SDK writes them are harmless while they speak, play, wait and hang up", () => {
    const instructions = new VoiceResponse();
    instructions.say({ language: "en-GB", loop: 2 }, "Tea & biscuits < dinner");
    instructions.pause({ length: 2 });
    instructions.play({ digits: "1234" });
    instructions.play("https://a.example/a.mp3?a=1&b=2");
    instructions.hangup();
    expect(isHarmlessTwiml(instructions.toString())).toBe(true);
    expect(isHarmlessTwiml(response(""))).toBe(true);
    expect(isHarmlessTwiml(response('<Reject reason="busy"/>'))).toBe(true);
  });

  it.each([
    ["rings others", response("<Dial>+14155550123</Dial>")],
    ["rings others after a word", response("<Say>One moment</Say><Dial>+14155550123</Dial>")],
    ["sends a message", response("<Sms>Hi</Sms>")],
    ["goes elsewhere", response("<Redirect>https://a.example</Redirect>")],
    [
      "asks for keys, and then elsewhere",
      response('<Gather action="https://a.example"><Say>1?</Say></Gather>'),
    ],
    ["records", response("<Record/>")],
    ["streams", response('<Connect><Stream url="wss://a.example"/></Connect>')],
    ["has a voice that costs", response('<Say voice="Polly.Joanna-Neural">Hi</Say>')],
    ["has an attribute that is not known", response('<Say action="https://a.example">Hi</Say>')],
    ["nests a verb", response("<Say>Hi<Dial>+1</Dial></Say>")],
    ["hides a verb in a comment's end", response("<!-- --><Dial>+1</Dial>")],
    ["hides a verb behind CDATA", response("<![CDATA[<Say>]]><Dial>+1</Dial>")],
    ["declares entities", `<!DOCTYPE r [<!ENTITY d "<Dial>+1</Dial>">]>${response("&d;")}`],
    ["closes with another verb", response("<Say>Hi</Dial>")],
    ["has two documents", response("") + response("<Dial>+1</Dial>")],
    ["is in other letters", "<response><Say>Hi</Say></response>"],
    ["has a namespace", '<Response xmlns="x"><Say>Hi</Say></Response>'],
    ["is no XML", "Say hello"],
    [
      "says that it is UTF-7",
      `<?xml version="1.0" encoding="UTF-7"?>${response("<Say>+ADw-Dial+AD4-</Say>")}`,
    ],
  ])("that %s is not", (_what, twiml) => {
    expect(isHarmlessTwiml(twiml)).toBe(false);
  });

  it("is never harmless with a tag that is not one of the five", () => {
    const piece = fc.constantFrom(
      "<Say>",
      "</Say>",
      "<Say/>",
      "<Dial>",
      "</Dial>",
      "a",
      '<Play loop="2">',
      "</Play>",
      "<!--",
      "-->",
      "<Hangup/>",
      " ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const inner = pieces.join("");
        expect(isHarmlessTwiml(response(inner)) && /<\/?Dial|<!/.test(inner)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });
});
