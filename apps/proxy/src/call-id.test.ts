import { describe, expect, it } from "vitest";
import { newCallId } from "./call-id.ts";

describe("call ids", () => {
  it("are UUIDv7 of this moment, all different, in order", () => {
    const before = Date.now();
    const ids = Array.from({ length: 5_000 }, newCallId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const time = Number.parseInt((ids[0] ?? "").replaceAll("-", "").slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });
});
