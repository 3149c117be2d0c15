import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "./measure.ts";
import { bucketsToDataset, isEmpty, seriesColour, totalOf, without } from "./series.ts";

const NAMING = {
  nameOf: (group: string) => group,
  colourOf: seriesColour,
  rowName: (start: string) => start,
};
const dollars = fc.integer({ min: 0, max: 1e12 }).map((micros) => micros / 1e6);
const someGroups = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 20 });
const buckets = (groups: readonly string[]) =>
  fc.array(
    fc.array(dollars, { minLength: groups.length, maxLength: groups.length }).map((amounts) => ({
      startsAt: "2026-03-03T14:00:00.000Z",
      values: Object.fromEntries(groups.map((group, index) => [group, amounts[index] ?? 0])),
    })),
    { maxLength: 6 },
  );

describe("what a chart is drawn from", () => {
  test("adds up to all that was spent, also when groups are folded into others", () => {
    fc.assert(
      fc.property(
        someGroups.chain((groups) => fc.tuple(fc.constant(groups), buckets(groups))),
        ([groups, given]) => {
          const dataset = bucketsToDataset(given, groups, NAMING);
          expect(dataset.series.length).toBeLessThanOrEqual(9);
          expect(sum(dataset.series.map((_, index) => totalOf(dataset, index)))).toBe(
            sum(given.flatMap(({ values }) => Object.values(values))),
          );
        },
      ),
    );
  });

  test("has no two series of one colour", () => {
    const groups = Array.from({ length: 30 }, (_, index) => `agent-${index}`);
    const { series } = bucketsToDataset([], groups, NAMING);
    expect(new Set(series.map(({ colour }) => colour)).size).toBe(9);
    expect(series.at(-1)).toMatchObject({ name: "22 others", folded: true });
  });

  test("holds 0 for a group that a bucket does not name, even if it is called like a method of objects", () => {
    const startsAt = "2026-03-03T14:00:00.000Z";
    const dataset = bucketsToDataset([{ startsAt, values: {} }], ["constructor", "toString"], NAMING);
    expect(dataset.rows[0]?.values).toEqual([0, 0]);
    expect(isEmpty(dataset)).toBe(true);
  });

  test("keeps names and values together when a series is switched off", () => {
    const startsAt = "2026-03-03T14:00:00.000Z";
    const dataset = bucketsToDataset([{ startsAt, values: { a: 1, b: 2, c: 3 } }], ["a", "b", "c"], NAMING);
    const shown = without(dataset, new Set(["b"]));
    expect(shown.series.map(({ key, colour }) => [key, colour])).toEqual([
      ["a", "var(--series-1)"],
      ["c", "var(--series-3)"],
    ]);
    expect(shown.rows[0]?.values).toEqual([1, 3]);
  });
});
