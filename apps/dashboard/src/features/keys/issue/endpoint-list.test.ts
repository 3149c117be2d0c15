import { expect, test } from "vitest";
import { readEndpointList } from "./endpoint-list.ts";

test("a pasted list is read from lines, from JSON and from YAML, each entry once", () => {
  const entries = ["POST /v1/refunds", "GET /v1/customers/*"];
  expect(readEndpointList("POST /v1/refunds\r\n\n GET /v1/customers/*\nPOST /v1/refunds")).toEqual(entries);
  expect(readEndpointList(JSON.stringify(entries, null, 2))).toEqual(entries);
  expect(readEndpointList('- "POST /v1/refunds"\n- GET /v1/customers/*')).toEqual(entries);
  expect(readEndpointList('"POST /v1/refunds",\n"GET /v1/customers/*"')).toEqual(entries);
});

test("what is no JSON after all is kept line by line, so that nothing pasted is lost", () => {
  expect(readEndpointList('["POST /v1/refunds"')).toEqual(['["POST /v1/refunds"']);
});
