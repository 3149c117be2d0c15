import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smsParts } from "./sandbox/sms-parts.ts";
import { bodyLengthMax, countSegments, segmentsMax } from "./segments.ts";

const count = (text: string) => countSegments(text).count;

describe("SMS segments", () => {
  it.each([
    ["a", 160, 1],
    ["a", 161, 2],
    ["a", 306, 2],
    ["a", 307, 3],
    ["a", 1600, 11],
    ["€", 80, 1],
    ["€", 81, 2],
    ["я", 70, 1],
    ["я", 71, 2],
    ["я", 134, 2],
    ["я", 135, 3],
    ["я", 1600, 24],
    ["😀", 35, 1],
    ["😀", 36, 2],
    ["😀", 800, 25],
  ])("are counted as the rules say: %s × %i is %i", (character, times, expected) => {
    expect(count(character.repeat(times))).toBe(expected);
  });

  it("never split what takes two septets or units over two parts", () => {
    // 152 septets and an escape of two do not fit into one part of 153.
    expect(count(`${"a".repeat(152)}€${"a".repeat(151)}`)).toBe(2);
    expect(count(`${"a".repeat(152)}€${"a".repeat(152)}`)).toBe(3);
    expect(count(`${"я".repeat(66)}😀${"я".repeat(65)}`)).toBe(2);
    expect(count(`${"я".repeat(66)}😀${"я".repeat(66)}`)).toBe(3);
  });

  it.each(["ç", "\t", "`", "“", "’", "\u00a0", "—"])("become UCS-2 by one %j", (character) => {
    expect(countSegments(`a${character}`).alphabet).toBe("UCS-2");
    expect(count("a".repeat(70) + character)).toBe(2);
  });

  it.each(["Ç", "à", "Ω", "\n", "\r", "\f", "^", "{", "}", "\\", "[", "]", "~", "|", "€"])(
    "stay GSM-7 with %j",
    (character) => {
      expect(countSegments(character).alphabet).toBe("GSM-7");
    },
  );

  it("are what the sandbox counts by itself, whatever the text", () => {
    fc.assert(
      fc.property(texts(400), (body) => {
        expect(count(body)).toBe(smsParts(body));
      }),
      { numRuns: 1_000 },
    );
  });

  it("of a text that is not known are never more than the most that a text can come to", () => {
    fc.assert(
      fc.property(texts(1_600), (body) => {
        const known = body.length <= bodyLengthMax;
        expect(!known || count(body) <= segmentsMax[countSegments(body).alphabet]).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(count("€".repeat(1_600))).toBe(segmentsMax["GSM-7"]);
    expect(count("😀".repeat(800))).toBe(segmentsMax["UCS-2"]);
  });
});

/** Runs of equal characters, so that parts fill up and something wide falls on their border. */
function texts(timesMax: number): fc.Arbitrary<string> {
  const character = fc.constantFrom(..."aZ0 @£¥\n\fÇ^{}€Ω", "ç", "я", "😀", "👩‍👩‍👧", "`", "\t");
  const run = fc.tuple(character, fc.nat({ max: timesMax })).map(([text, times]) => text.repeat(times));
  return fc.array(run, { maxLength: 5 }).map((runs) => runs.join(""));
}
