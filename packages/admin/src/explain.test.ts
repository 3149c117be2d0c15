import { expect, test } from "vitest";
import { explain } from "./explain.ts";

test("a fault is told with what caused it", () => {
  const cause = new Error("The disk is full.", { cause: new Error("ENOSPC") });
  expect(explain(new Error("Nothing was written.", { cause }))).toBe(
    "Nothing was written. Because: The disk is full. Because: ENOSPC",
  );
});

test("an address none of whose hosts answers is told by each of them, since Node gives no message", () => {
  const refused = (host: string) =>
    Object.assign(new Error(`connect ECONNREFUSED ${host}`), { code: "ECONNREFUSED" });
  expect(explain(new AggregateError([refused("::1"), refused("127.0.0.1")]))).toBe(
    "connect ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1",
  );
});

test("a fault without words is told by its code, and what is no fault as it is", () => {
  expect(explain(Object.assign(new Error(""), { code: "EPIPE" }))).toBe("EPIPE");
  expect(explain("stopped")).toBe("stopped");
});
