import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkFraming } from "./chunk-framing.ts";

function isBad(bytes: Buffer, cuts: readonly number[] = []): boolean {
  const framing = new ChunkFraming();
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, end] of borders.slice(1).entries()) framing.read(bytes.subarray(borders[index], end));
  return framing.bad;
}

function encode(chunks: readonly Uint8Array[]): Buffer {
  const parts = chunks.map((chunk) =>
    Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n")]),
  );
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 6 });

describe("the framing of a chunked body", () => {
  it("is sound for plain chunks, however they are cut into packets", () => {
    fc.assert(
      fc.property(chunks, cuts, (data, borders) => {
        expect(isBad(encode(data), borders)).toBe(false);
      }),
    );
  });

  it("is bad for whatever stands between a size and its line end, however it is cut", () => {
    fc.assert(
      fc.property(
        chunks,
        cuts,
        fc.constantFrom(";", ";a", ";a=b", ';a="b"', " ", "\t", "x", "\r"),
        (data, borders, extra) => {
          const bytes = Buffer.concat([Buffer.from(`3${extra}\r\nabc\r\n`), encode(data)]);
          expect(isBad(bytes, borders)).toBe(true);
        },
      ),
    );
  });

  it.each([
    "0\r\nX: y\r\n\r\n",
    "0;a\r\n\r\n",
    "\r\n0\r\n\r\n",
    "3\nabc\r\n0\r\n\r\n",
    "3\r\nabcd\r\n0\r\n\r\n",
    "0x3\r\nabc\r\n0\r\n\r\n",
    "+3\r\nabc\r\n0\r\n\r\n",
    "000000003\r\nabc\r\n0\r\n\r\n",
  ])("is bad for %j", (text) => {
    expect(isBad(Buffer.from(text))).toBe(true);
  });
});
