import { expect, test } from "vitest";
import { countNewer, merged, type Page, refreshed } from "./live-pages.ts";

interface Row {
  readonly id: string;
  readonly state: string;
}

const row = (id: number, state = "held"): Row => ({ id: String(id).padStart(4, "0"), state });
const page = (ids: readonly number[], next: number | null, state?: string): Page<Row> => ({
  data: ids.map((id) => row(id, state)),
  next_cursor: next === null ? null : String(next),
});
const list = (...pages: Page<Row>[]) => ({
  pages,
  pageParams: [null, ...pages.slice(0, -1).map(({ next_cursor }) => next_cursor)],
});
const idsOf = ({ pages }: { readonly pages: readonly Page<Row>[] }) =>
  pages.map(({ data }) => data.map(({ id }) => Number(id)));

const two = list(page([8, 7, 6], 6), page([5, 4, 3], 3));

test("while somebody reads, rows are completed where they stand, and none comes, goes or moves", () => {
  const after = refreshed(two, page([9, 8, 6], 6, "settled"));
  expect(idsOf(after)).toEqual([
    [8, 7, 6],
    [5, 4, 3],
  ]);
  expect(after.pages[0]?.data.map(({ state }) => state)).toEqual(["settled", "held", "settled"]);
});

test("new rows come first, those known are completed, and the pages behind stay as they are", () => {
  const after = merged(two, page([10, 9, 8], 8, "settled"));
  expect(idsOf(after)).toEqual([
    [10, 9, 8, 7, 6],
    [5, 4, 3],
  ]);
  expect(after.pages[0]?.next_cursor).toBe("6");
  expect(after.pages[1]).toEqual(two.pages[1]);
  expect(after.pageParams).toEqual(two.pageParams);
});

test("a row that was made earlier and committed later stands where its id belongs", () => {
  expect(idsOf(merged(list(page([9, 7, 5], 5)), page([9, 8, 7], 7)))).toEqual([[9, 8, 7, 5]]);
});

test("a row that is gone goes, from whichever page, as far down as the newest page reaches", () => {
  expect(idsOf(merged(two, page([8, 6, 5], 5)))).toEqual([
    [8, 6],
    [5, 4, 3],
  ]);
  expect(idsOf(merged(two, page([8, 6, 4], 4)))).toEqual([
    [8, 6],
    [4, 3],
  ]);
  expect(idsOf(merged(two, page([], null)))).toEqual([[], []]);
});

test("what lies behind the last loaded row comes with the next page, and not twice", () => {
  const one = list(page([8, 7, 6], 6));
  expect(idsOf(merged(one, page([8, 6, 5], 5)))).toEqual([[8, 6]]);
  expect(countNewer(one, page([8, 6, 5], 5))).toEqual({ count: 0, isMore: false });
});

test("so much that the newest page does not reach the list begins the list anew: no gap is ever shown", () => {
  const newest = page([20, 19, 18], 18);
  expect(countNewer(two, newest)).toEqual({ count: 3, isMore: true });
  expect(merged(two, newest)).toEqual({ pages: [newest], pageParams: [null] });
});

test("an empty list takes whatever comes", () => {
  expect(idsOf(merged(list(page([], null)), page([2, 1], null)))).toEqual([[2, 1]]);
});

test("a list that is watched for long is cut to its newest page", () => {
  let watched = list(page([3, 2, 1], 1));
  for (let at = 4; at < 2_000; at += 1) watched = merged(watched, page([at, at - 1, at - 2], at - 2));
  expect(watched.pages.flatMap(({ data }) => data).length).toBeLessThanOrEqual(500);
  expect(watched.pages[0]?.data[0]?.id).toBe("1999");
});
