import fc from "fast-check";
import { expect, test } from "vitest";
import { readOptions } from "./read-options.ts";

const NAMES = { name: "value", password: "value", status: "flag" } as const;

test("values come as --name value or --name=value, flags alone", () => {
  expect(readOptions(["--name", "Acme Inc", "--password=-x=y z", "--status"], NAMES)).toEqual({
    ok: true,
    options: { name: "Acme Inc", password: "-x=y z", status: true },
  });
  expect(readOptions([], NAMES)).toEqual({ ok: true, options: {} });
  expect(readOptions(["--name="], NAMES)).toEqual({ ok: true, options: { name: "" } });
});

test.each([
  [["--nmae", "Acme"], /no such option; there are --name/],
  [["--__proto__", "x"], /no such option/],
  [["--toString", "x"], /no such option/],
  [["-n", "x"], /no such option/],
  [["--name", "a", "--name", "b"], /--name is given twice/],
  [["--status", "--status"], /--status is given twice/],
  [["--status=yes"], /--status takes no value/],
  [["--name"], /--name lacks its value/],
  [["--name", "--status"], /--name lacks its value/],
  [["--password", "-x"], /--password lacks its value.*--password=-/],
  [["--name", "a", "--", "b"], /Only options/],
])("%j is refused", (args, sentence) => {
  const read = readOptions(args, NAMES);
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.message).toMatch(sentence);
});

test("a refusal never repeats a value: what stands there may be a password", () => {
  const secret = "s3cret-s3cret";
  const argument = fc.constantFrom(
    secret,
    `--${secret}`,
    `-${secret}`,
    "--name",
    "--password",
    "--status",
    "--",
    "--password=",
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          argument,
          argument.map((a) => `${a}=${secret}`),
        ),
        { maxLength: 6 },
      ),
      (args) => {
        const read = readOptions(args, NAMES);
        if (!read.ok) expect(read.message).not.toContain(secret);
      },
    ),
    { numRuns: 2_000 },
  );
});
