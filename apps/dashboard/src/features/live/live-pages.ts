import type { InfiniteData } from "@tanstack/react-query";

/** A page of a list that stands newest first, by ids that are made in the order of time. */
export interface Page<Row extends { readonly id: string }> {
  data: Row[];
  next_cursor: string | null;
}

type Pages<Row extends { readonly id: string }> = InfiniteData<Page<Row>, string | null>;

/** How an endless list is asked for: a change anywhere does not ask for all of its pages again. */
export const ownPace = { staleTime: Number.POSITIVE_INFINITY, meta: { keepsItsOwnPace: true } } as const;

export function keepsItsOwnPace(meta: Readonly<Record<string, unknown>> | undefined): boolean {
  return meta?.keepsItsOwnPace === true;
}

/** The query for the newest page begins with what the list knows of it, and not before the list knows something. */
export function startsAs<P>(pages: {
  readonly data: { readonly pages: readonly P[] } | undefined;
  readonly dataUpdatedAt: number;
  readonly isSuccess: boolean;
  readonly isPlaceholderData: boolean;
}) {
  const isKnown = pages.isSuccess && !pages.isPlaceholderData;
  return {
    enabled: isKnown,
    initialData: () => (isKnown ? pages.data?.pages[0] : undefined),
    initialDataUpdatedAt: pages.dataUpdatedAt,
  };
}

/** A list that grows at its top while somebody watches is cut to its newest page when it gets longer than this. */
const WATCHED_MAX = 500;

/** The rows that are known anew, each where it stands: nothing comes, goes or moves. */
export function refreshed<Row extends { readonly id: string }>(
  listed: Pages<Row>,
  newest: Page<Row>,
): Pages<Row> {
  const known = new Map(newest.data.map((row) => [row.id, row]));
  return {
    ...listed,
    pages: listed.pages.map((page) => ({ ...page, data: page.data.map((row) => known.get(row.id) ?? row) })),
  };
}

/**
 * The list as it is now, as far as its newest page tells: what is new is put in by id, what is gone is taken out. Pages
 * go on behind an id, so that those that are loaded stay right however many rows come before them.
 */
export function merged<Row extends { readonly id: string }>(
  listed: Pages<Row>,
  newest: Page<Row>,
): Pages<Row> {
  const [first, ...rest] = refreshed(listed, newest).pages;
  const startAnew = { pages: [newest], pageParams: listed.pageParams.slice(0, 1) };
  if (first === undefined || isApart(listed, newest)) return startAnew;
  const kept = new Set(newest.data.map(({ id }) => id));
  const isGone = ({ id }: Row) => covers(newest, id) && !kept.has(id);
  const data = [...first.data.filter((row) => !isGone(row)), ...unlisted(listed, newest)];
  if (data.length > WATCHED_MAX) return startAnew;
  data.sort((a, b) => (a.id < b.id ? 1 : -1));
  const older = rest.map((page) => ({ ...page, data: page.data.filter((row) => !isGone(row)) }));
  return { ...listed, pages: [{ ...first, data }, ...older] };
}

/** How many rows are not in the list yet; `isMore`: there may be others between them and the list. */
export function countNewer<Row extends { readonly id: string }>(
  listed: Pages<Row>,
  newest: Page<Row>,
): { readonly count: number; readonly isMore: boolean } {
  return { count: unlisted(listed, newest).length, isMore: isApart(listed, newest) };
}

function unlisted<Row extends { readonly id: string }>(listed: Pages<Row>, newest: Page<Row>): Row[] {
  const ids = new Set(listed.pages.flatMap(({ data }) => data.map(({ id }) => id)));
  const end = listed.pages.at(-1);
  const last = end?.data.at(-1)?.id ?? "";
  // What lies behind the last row that is loaded comes with the next page.
  return newest.data.filter(({ id }) => !ids.has(id) && (end?.next_cursor == null || id > last));
}

/** Whether so much is new that the newest page does not reach down to the list. */
function isApart<Row extends { readonly id: string }>(listed: Pages<Row>, newest: Page<Row>): boolean {
  const top = listed.pages[0]?.data[0]?.id;
  return top !== undefined && !covers(newest, top);
}

/** Whether a row of this id, if there is one, is on the newest page. */
function covers<Row extends { readonly id: string }>(newest: Page<Row>, id: string): boolean {
  const last = newest.data.at(-1)?.id;
  return newest.next_cursor === null || (last !== undefined && id >= last);
}
