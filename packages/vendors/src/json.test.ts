import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonArray, parseJsonObject } from "./json.ts";

const read = (text: string) => parseJsonObject(new TextEncoder().encode(text));

describe("the JSON parser", () => {
  test("what it writes anew is what it read, by JSON's own meaning", () => {
    const safe = fc
      .jsonValue({ maxDepth: 6 })
      .filter((value) => !/\\u0000|"(__proto__|constructor|prototype)"/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 5 }), safe),
        fc.constantFrom(0, 2),
        (value, indent) => {
          fc.pre(!/"(__proto__|constructor|prototype)"/.test(JSON.stringify(value)));
          const result = read(JSON.stringify(value, null, indent));
          expect(result.ok && JSON.parse(result.text)).toEqual(JSON.parse(JSON.stringify(value)));
          expect(result.ok && read(result.text)).toEqual(result);
        },
      ),
    );
  });

  test("keeps the text of numbers that a double would change", () => {
    const result = read(
      '{"amount":{"value":9007199254740993,"rate":1.10},"n":1e3,"on":true,"off":null,"l":["a",2]}',
    );
    expect(result).toEqual({
      ok: true,
      text: '{"amount":{"value":9007199254740993,"rate":1.10},"n":1e3,"on":true,"off":null,"l":["a",2]}',
      tree: new Map<string, unknown>([
        [
          "amount",
          new Map([
            ["value", "9007199254740993"],
            ["rate", "1.10"],
          ]),
        ],
        ["n", "1e3"],
        ["on", "true"],
        ["off", ""],
        [
          "l",
          new Map([
            ["0", "a"],
            ["1", "2"],
          ]),
        ],
      ]),
    });
  });

  test.each([
    ['{"amount":{"value":1,"value":100000}}', "has the same name twice in one object"],
    ['{"a":1,"\\u0061":2}', "has the same name twice in one object"],
    ['{"__proto__":{"a":1}}', "names an object's prototype"],
    ['{"a":{"\\u005f_proto__":1}}', "names an object's prototype"],
    ['{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{}}}}}}}}}', "nests deeper than 8 levels"],
    ['{"a\\u0000":1}', "holds a NUL character"],
    [`{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`, "nests deeper than 8 levels"],
    ["[1]", "is not a JSON object"],
    ["1", "is not a JSON object"],
    ["", "is not valid JSON in UTF-8"],
    ['{"a":1}x', "is not valid JSON in UTF-8"],
    ['{"a":1,}', "is not valid JSON in UTF-8"],
    ['{"a":01}', "is not valid JSON in UTF-8"],
    ['{"a":"\n"}', "is not valid JSON in UTF-8"],
    ["{'a':1}", "is not valid JSON in UTF-8"],
    ['// x\n{"a":1}', "is not valid JSON in UTF-8"],
    ['\ufeff{"a":1}', "is not valid JSON in UTF-8"],
    ['{"a":NaN}', "is not valid JSON in UTF-8"],
    ['{"a":"\\u0000"}', "holds a NUL character"],
  ])("refuses %.60s", (text, problem) => {
    expect(read(text)).toEqual({ ok: false, problem });
  });

  test("brackets in text do not count as levels", () => {
    expect(read(`{"a":"${"[".repeat(50)}","b":"\\"{{{{{{{{{{"}`).ok).toBe(true);
    expect(parseJsonObject(Buffer.from('{"a":1}', "utf16le")).ok).toBe(false);
    expect(parseJsonObject(Uint8Array.of(0x22, 0xff, 0x22)).ok).toBe(false);
  });

  test("reads a body that is a list as strictly, by a name of its own", () => {
    const list = (text: string) => parseJsonArray(new TextEncoder().encode(text));
    expect(list(' [ {"a": 1.0} , "b", [] ] ')).toEqual({
      ok: true,
      text: '[{"a":1.0},"b",[]]',
      tree: new Map<string, unknown>([
        ["0", new Map([["a", "1.0"]])],
        ["1", "b"],
        ["2", new Map()],
      ]),
    });
    expect(list('{"0":1}')).toEqual({ ok: false, problem: "is not a JSON array" });
    expect(list('"[]"')).toEqual({ ok: false, problem: "is not a JSON array" });
    expect(list('[{"a":1,"a":2}]')).toEqual({ ok: false, problem: "has the same name twice in one object" });
    expect(list(`${"[".repeat(9)}${"]".repeat(9)}`)).toEqual({
      ok: false,
      problem: "nests deeper than 8 levels",
    });
  });
});
