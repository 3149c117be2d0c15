import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { piecesOf, visible } from "./visible.ts";

const UNSEEN = ["\0", "\n", "\u007f", "\u00a0", "\u00ad", "\u061c", "\u200b", "\u200d", "\u200f", "\u2028"];
const MORE_UNSEEN = ["\u202e", "\u2066", "\u3164", "\ufeff", "\ud800", "\u{e0041}"];

const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 30 })
  .map((points) => String.fromCodePoint(...points));

describe("a name that somebody else chose", () => {
  test.each([...UNSEEN, ...MORE_UNSEEN])("cannot hide the character %j", (character) => {
    const shown = visible(`run${character}1`);
    expect(shown).not.toContain(character);
    expect(shown).toContain(`\\u`);
  });

  test("reads the same after escaping once more: nothing unseen is left", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(piecesOf(visible(text)).some((piece) => piece.escaped)).toBe(false);
      }),
    );
  });

  test("stays as it is when every character can be seen", () => {
    for (const text of ["billing/run_abc123", "POST /v1/customers/{id}", "שלום", "Größe 3 ⚠️ 模型"]) {
      expect(visible(text)).toBe(text);
    }
  });

  test("cannot pass for an escaped one: what was escaped is marked", () => {
    expect(piecesOf("a\u202eb")).toEqual([
      { text: "a", escaped: false },
      { text: "\\u202e", escaped: true },
      { text: "b", escaped: false },
    ]);
    expect(piecesOf("a\\u202eb")).toEqual([{ text: "a\\u202eb", escaped: false }]);
  });
});
