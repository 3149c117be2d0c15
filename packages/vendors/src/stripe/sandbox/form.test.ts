import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalForm, decodeForm, type FormValue, fromJson } from "./form.ts";

function decoded(text: string): unknown {
  const result = decodeForm(text);
  return result.ok ? JSON.parse(JSON.stringify(result.record)) : result.message;
}

test.each([
  ["a=1&a=2", { a: "2" }],
  ["a=1;a=2", { a: "2" }],
  ["a[b]=1&a[c]=2", { a: { b: "1", c: "2" } }],
  ["a[b][c]=1&a[b][c]=2", { a: { b: { c: "2" } } }],
  ["a[]=1&a[]=2", { a: ["1", "2"] }],
  ["a[0][x]=1&a[1][x]=2", { a: { 0: { x: "1" }, 1: { x: "2" } } }],
  ["a[][x]=1&a[][y]=2&a[][x]=3", { a: [{ x: "1", y: "2" }, { x: "3" }] }],
  ["a[][x][y]=1&a[][x][z]=2", { a: [{ x: { y: "1" } }, { x: { z: "2" } }] }],
  ["a%5Bb%5D=1", { a: { b: "1" } }],
  ["a+b=c%2Bd+e", { "a b": "c+d e" }],
  ["a", { a: "" }],
  ["a=b=c", { a: "b=c" }],
  ["&&a=1&", { a: "1" }],
  ["[a]=1", { a: "1" }],
  ["a=1&a[b]=2", "expected a hash for param `a'"],
  ["a[b]=1&a[]=2", "expected an array for param `a'"],
  ["a=%zz", "invalid %-encoding"],
  ["a=%ff", "invalid %-encoding"],
])("%s decodes as Rack does", (text, expected) => {
  expect(decoded(text)).toEqual(expected);
});

test("names of JavaScript's own objects are names like any other", () => {
  expect(decoded("__proto__[a]=1&constructor=2")).toEqual(
    JSON.parse('{"__proto__":{"a":"1"},"constructor":"2"}'),
  );
  expect(Object.hasOwn(Object.prototype, "a")).toBe(false);
});

test("nesting and number of parameters are bounded", () => {
  expect(decoded(`a${"[b]".repeat(40)}=1`)).toBe("parameters are nested too deeply");
  expect(decoded("a=1&".repeat(3_000))).toBe("too many parameters");
});

const name = fc.stringMatching(/^[a-zé_ ]{1,6}$/u);
const tree: fc.Arbitrary<FormValue> = fc.letrec<{ tree: FormValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string({ unit: "binary" }),
    fc.dictionary(name, tie("tree"), { minKeys: 1, maxKeys: 4, noNullPrototype: false }),
  ),
})).tree;

function encode(value: FormValue, path: string): string[] {
  if (typeof value === "string") return [`${path}=${encodeURIComponent(value)}`];
  return Object.entries(value).flatMap(([key, child]) => {
    const encoded = encodeURIComponent(key);
    return encode(child, path === "" ? encoded : `${path}[${encoded}]`);
  });
}

test("every tree of records survives encoding and decoding", () => {
  fc.assert(
    fc.property(fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }), (record) => {
      const result = decodeForm(encode(record, "").join("&"));
      expect(result).toMatchObject({ ok: true });
      if (result.ok) expect(canonicalForm(result.record)).toBe(canonicalForm(record));
    }),
  );
});

test("JSON numbers and booleans become text, nulls go", () => {
  const json = { a: 1, b: true, c: null, d: [1, "x", { e: 2 }] };
  expect(JSON.parse(JSON.stringify(fromJson(json)))).toEqual({
    a: "1",
    b: "true",
    d: ["1", "x", { e: "2" }],
  });
});
