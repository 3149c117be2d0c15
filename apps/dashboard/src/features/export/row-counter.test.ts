import { expect, test } from "vitest";
import { RowCounter } from "./row-counter.ts";

test("rows are counted without the header, and a line feed in a value ends none, wherever the stream is cut", () => {
  const bytes = new TextEncoder().encode('a,b\r\n"x\r\ny","say ""hi"""\r\nlast,\r\n');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const counter = new RowCounter();
    counter.add(bytes.subarray(0, cut));
    counter.add(bytes.subarray(cut));
    expect(counter.rows).toBe(2);
  }
});

test("a file with nothing but its header has no rows", () => {
  const counter = new RowCounter();
  counter.add(new TextEncoder().encode("a,b\r\n"));
  expect(counter.rows).toBe(0);
});
