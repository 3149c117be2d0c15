import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CrlfRows } from "./crlf-rows.ts";

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

describe("rows of a CSV", () => {
  test("end in CRLF, and a line feed between quotes stays what an agent wrote", () => {
    const converted = new CrlfRows().convert(Buffer.from('a,b\n"x\ny","say ""hi""\n"\nlast,\n'));
    expect(text(converted)).toBe('a,b\r\n"x\ny","say ""hi""\n"\r\nlast,\r\n');
  });

  test("come out the same wherever the chunks are cut", () => {
    const csv = fc
      .array(fc.constantFrom("\n", '"', "\r", ",", "é", "a", '""'), { maxLength: 200 })
      .map((parts) => Buffer.from(parts.join("")));
    fc.assert(
      fc.property(csv, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, cuts) => {
        const rows = new CrlfRows();
        const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = ends.map((end, index) => rows.convert(bytes.subarray(ends[index - 1] ?? 0, end)));
        expect(text(Buffer.concat(pieces))).toBe(text(new CrlfRows().convert(bytes)));
      }),
    );
  });

  test("carry every value through unchanged", () => {
    const values = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxLength: 20 });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    const write = (rows: readonly string[][], end: string) =>
      rows.map((row) => row.map(quoted).join(",") + end).join("");
    fc.assert(
      fc.property(values, (rows) => {
        expect(text(new CrlfRows().convert(Buffer.from(write(rows, "\n"))))).toBe(write(rows, "\r\n"));
      }),
    );
  });
});
