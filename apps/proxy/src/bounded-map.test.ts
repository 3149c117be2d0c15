import { describe, expect, it } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

describe("a bounded map", () => {
  it("never holds more than its bound, and forgets what was used longest ago", () => {
    const evicted: number[] = [];
    const map = new BoundedMap<string, number>(4, (value) => evicted.push(value));
    for (const [key, value] of [
      ["a", 1],
      ["b", 2],
      ["c", 3],
      ["d", 4],
    ] as const)
      map.set(key, value);
    expect(map.get("a")).toBe(1);
    map.set("e", 5);
    expect(evicted).toEqual([2]);
    expect([...map.values()].sort()).toEqual([1, 3, 4, 5]);
    expect(map.size).toBe(4);
  });

  it("evicts the value that another one replaces", () => {
    const evicted: number[] = [];
    const map = new BoundedMap<string, number>(4, (value) => evicted.push(value));
    map.set("a", 1);
    map.set("a", 2);
    expect(evicted).toEqual([1]);
    expect(map.get("a")).toBe(2);
  });
});
