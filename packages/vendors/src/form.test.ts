import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FormTree, parseForm, parseFormBytes, serialiseForm } from "./form.ts";

type Plain = { readonly [key: string]: string | Plain };
const plain = (tree: FormTree): Plain =>
  Object.fromEntries(
    [...tree].map(([key, value]) => [key, typeof value === "string" ? value : plain(value)]),
  );
const read = (text: string) => {
  const result = parseForm(text);
  return result.ok ? plain(result.tree) : result.problem;
};

const nameChar = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names hold none
  (text) => !/[[\]\u0000-\u001f\u007f-\u009f]|^(__proto__|constructor|prototype)$/.test(text),
);
const value = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.includes("\0"));
const { tree } = fc.letrec<{ tree: FormTree; node: string | FormTree }>((tie) => ({
  tree: fc
    .array(fc.tuple(nameChar, tie("node")), { minLength: 1, maxLength: 5 })
    .map((entries) => new Map(entries)),
  node: fc.oneof({ depthSize: "small", maxDepth: 7 }, value, tie("tree")),
}));

describe("the form parser", () => {
  test("reads back every tree that it writes", () => {
    fc.assert(
      fc.property(tree, (made) => {
        expect(parseForm(serialiseForm(made))).toEqual({ ok: true, tree: made });
      }),
    );
  });

  test("writes whatever it accepts in one canonical form, which means the same", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "a",
        "b",
        "[a]",
        "[]",
        "[0]",
        "[1]",
        "=",
        "=",
        "=1",
        "&",
        "&",
        "%5B",
        "%5D",
        "+",
        "%20",
        "%C3%A9",
        "x",
      ),
      fc.string({ maxLength: 3 }),
    );
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (body) => {
        const first = parseForm(body);
        fc.pre(first.ok);
        const written = serialiseForm(first.ok ? first.tree : new Map());
        const second = parseForm(written);
        expect(second).toEqual(first);
        expect(second.ok && serialiseForm(second.tree)).toBe(written);
      }),
      { numRuns: 2000 },
    );
  });

  test("reads the nesting that Stripe's SDKs and curl users write", () => {
    expect(read("items[0][price]=p&items[0][quantity]=2&items[1][price]=q")).toEqual({
      items: { 0: { price: "p", quantity: "2" }, 1: { price: "q" } },
    });
    expect(read("items[][price]=p&items[][quantity]=2&items[][price]=q")).toEqual({
      items: { 0: { price: "p", quantity: "2" }, 1: { price: "q" } },
    });
    expect(read("expand%5B%5D=a&expand%5b%5d=b")).toEqual({ expand: { 0: "a", 1: "b" } });
    expect(read("a[][b][]=1&a[][b][]=2&a[][c]=3")).toEqual({ a: { 0: { b: { 0: "1", 1: "2" }, c: "3" } } });
    expect(read("description=caf%C3%A9+au%20lait%2B")).toEqual({ description: "café au lait+" });
    expect(read("")).toEqual({});
    expect(read("metadata=")).toEqual({ metadata: "" });
  });

  test.each([
    ["amount=1&amount=100000", "repeats amount"],
    ["amount=1&%61mount=100000", "repeats amount"],
    ["a[b]=1&a[b]=2", "repeats a[b]"],
    ["a=1&a[b]=2", "uses a[b] both as a value and as a container"],
    ["a[b]=2&a=1", "repeats a"],
    ["a[0]=1&a[]=2", "mixes a[] with other keys of the same list"],
    ["a[]=1&a[0]=2", "mixes a[0] with other keys of the same list"],
    ["a[]=1&a[x]=2", "mixes a[x] with other keys of the same list"],
    ["__proto__[x]=1", "names an object's prototype"],
    ["a[constructor]=1", "names an object's prototype"],
    ["a[%70rototype]=1", "names an object's prototype"],
    ["a[b][c][d][e][f][g][h][i]=1", "nests deeper than 8 levels"],
    ["a=%", "has a percent sign that does not encode UTF-8"],
    ["a=%zz", "has a percent sign that does not encode UTF-8"],
    ["a=%ff", "has a percent sign that does not encode UTF-8"],
    ["a=%c0%af", "has a percent sign that does not encode UTF-8"],
    ["a%00=1", "has a field name that is malformed"],
    ["a%0a=1", "has a field name that is malformed"],
    ["a=%00", "holds a NUL character"],
    ["=1", "has a field name that is malformed"],
    ["[a]=1", "has a field name that is malformed"],
    ["a[=1", "has a field name that is malformed"],
    ["a]=1", "has a field name that is malformed"],
    ["a[b]c=1", "has a field name that is malformed"],
    ["a[b[c]]=1", "has a field name that is malformed"],
    ["a=1&&b=2", "has an empty field (`&&`)"],
    ["a=1&", "has an empty field (`&&`)"],
    ["&a=1", "has an empty field (`&&`)"],
    ["a", "has a field without `=`"],
    [Array.from({ length: 1001 }, (_, i) => `a${i}=1`).join("&"), "has more than 1000 fields"],
  ])("refuses %s", (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  test("accepts exactly as many fields and levels as it says", () => {
    expect(parseForm(Array.from({ length: 1000 }, (_, i) => `a${i}=1`).join("&")).ok).toBe(true);
    expect(parseForm("a[b][c][d][e][f][g][h]=1").ok).toBe(true);
  });

  test("refuses bytes that are not UTF-8, and keeps a byte order mark as part of the name", () => {
    expect(parseFormBytes(Uint8Array.of(0x61, 0x3d, 0xff))).toEqual({
      ok: false,
      problem: "is not valid UTF-8",
    });
    const marked = parseFormBytes(new TextEncoder().encode("\ufeffamount=1"));
    expect(marked.ok && [...marked.tree.keys()]).toEqual(["\ufeffamount"]);
    expect(parseFormBytes(Buffer.from("amount=1", "utf16le")).ok).toBe(false);
  });
});
