import type { ApiCall } from "./call.ts";
import { type Reply, success, type WireObject } from "./replies.ts";

const PAGE_SIZE = 50;

interface Page {
  readonly rows: readonly WireObject[];
  readonly next: string | null;
  readonly size: number;
  readonly at: number;
}

function pageOf({ query, path }: ApiCall, all: readonly WireObject[]): Page {
  const size = Math.min(1000, Math.max(1, Number(query.get("PageSize") ?? PAGE_SIZE) || PAGE_SIZE));
  const at = Math.max(0, Number(query.get("Page") ?? 0) || 0);
  const rows = all.slice(at * size, (at + 1) * size);
  const more = all.length > (at + 1) * size;
  const next = `${path}?PageSize=${size}&Page=${at + 1}&PageToken=PA${at + 1}`;
  return { rows, next: more ? next : null, size, at };
}

/** API 2010 links to the next page without a host. */
export function listReply(call: ApiCall, key: string, all: readonly WireObject[]): Reply {
  const { rows, next, size, at } = pageOf(call, all);
  return success(200, {
    [key]: rows,
    page: at,
    page_size: size,
    start: at * size,
    end: at * size + rows.length - 1,
    uri: call.path,
    first_page_uri: `${call.path}?PageSize=${size}&Page=0`,
    previous_page_uri: null,
    next_page_uri: next,
  });
}

/** The newer products link with one, past any proxy. */
export function metaListReply(call: ApiCall, key: string, all: readonly WireObject[]): Reply {
  const { rows, next, size, at } = pageOf(call, all);
  const absolute = `https://${call.host}`;
  return success(200, {
    meta: {
      page: at,
      page_size: size,
      first_page_url: `${absolute}${call.path}?PageSize=${size}&Page=0`,
      previous_page_url: null,
      url: `${absolute}${call.path}?PageSize=${size}&Page=${at}`,
      next_page_url: next === null ? null : absolute + next,
      key,
    },
    [key]: rows,
  });
}
