import { expect, test } from "vitest";
import { checkNode } from "./node.ts";

test.each([
  ["18.20.0", "failure"],
  ["20.18.1", "failure"],
  ["20.19.0", "warning"],
  ["22.12.0", "ok"],
  ["24.0.0", "ok"],
])("Node %s is %s", (version, status) => {
  expect(checkNode(version).status).toBe(status);
});
