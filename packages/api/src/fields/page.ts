import { z } from "zod";
import { readCursor, writeCursor } from "../cursor.ts";
import { done, invalidField, type Result } from "../problems.ts";

/** The fields with which every list is paged. */
export const pageFields = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(50)
    .describe("How many at most; 50 unless told, 500 at most."),
  cursor: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("`next_cursor` of the page before, with the same filters."),
};

export interface PageInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What a list answers: newest first, `next_cursor` null at the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe("For the next page; null at the end."),
  });
}

/** The part of a list's input that its cursor is bound to. */
function filtersOf({ limit: _limit, cursor: _cursor, ...filters }: PageInput): object {
  return filters;
}

/** The id after which this page starts, null for the first page. */
export function readPosition(list: string, input: PageInput): Result<string | null> {
  if (input.cursor === undefined) return done(null);
  const id = readCursor(list, filtersOf(input), input.cursor);
  return id === null ? invalidField("cursor", "Is not a cursor of this list with these filters.") : done(id);
}

/**
 * Makes a page of one row more than asked for: the one too many tells that there is a next page. So does `resumeAfter`,
 * where looking ended before the page was full.
 */
export function makePage<Row extends { readonly id: string }, Item>(
  list: string,
  input: PageInput,
  page: {
    readonly rows: readonly Row[];
    readonly show: (row: Row) => Item;
    readonly resumeAfter?: string | null;
  },
): { data: Item[]; next_cursor: string | null } {
  const shown = page.rows.slice(0, input.limit);
  const last = shown.at(-1);
  const isCut = page.rows.length > input.limit && last !== undefined;
  const lastId = isCut ? last.id : (page.resumeAfter ?? null);
  return {
    data: shown.map(page.show),
    next_cursor: lastId === null ? null : writeCursor(list, filtersOf(input), lastId),
  };
}
