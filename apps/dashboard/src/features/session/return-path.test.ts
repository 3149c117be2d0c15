import { expect, test } from "vitest";
import { returnPath, signInPath } from "./return-path.ts";

test("a link that was shared leads to what it shows, filters included, after signing in", () => {
  const shared = "/audit?verdict=denied_daily_cap&agent=billing";
  const to = new URLSearchParams(signInPath(shared).split("?")[1]).get("to");
  expect(returnPath(to)).toBe(shared);
});

test.each([
  "https://elsewhere.example/",
  "//elsewhere.example/",
  "/\\elsewhere.example",
  "/\t/elsewhere.example",
  "/.//elsewhere.example",
  "javascript:alert(1)",
  "audit",
  "",
  undefined,
  ["/audit"],
])("nobody is sent away from the dashboard by %j", (said) => {
  expect(returnPath(said)).toBe("/");
});
