import { expect, test } from "vitest";
import { nestCalls } from "./nest-calls.ts";

const call = (id: string, parent_call_id: string | null = null) => ({ id, parent_call_id });

test("look-ups stand under their call, in the order they were asked", () => {
  expect(nestCalls([call("4"), call("3", "1"), call("2", "1"), call("1")])).toEqual([
    { call: call("4"), lookUps: [] },
    { call: call("1"), lookUps: [call("2", "1"), call("3", "1")] },
  ]);
});

test("a look-up whose call is not in the list is not lost", () => {
  expect(nestCalls([call("3", "1"), call("2")])).toEqual([
    { call: call("3", "1"), lookUps: [] },
    { call: call("2"), lookUps: [] },
  ]);
});
