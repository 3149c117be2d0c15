import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import type { Reply, WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface StoredFile {
  readonly id: string;
  readonly created: number;
  readonly purpose: string;
  readonly filename: string;
  readonly size: number;
}

const fileKind: Kind<StoredFile> = { object: "file", prefix: "file_", render: renderFile };

/** Takes an upload and keeps what it was called and how long it was, not what was in it. */
function uploadFile(call: Call): Reply {
  const { params } = call;
  const row: StoredFile = {
    id: newId("file_"),
    created: call.now,
    purpose: params.required("purpose"),
    filename: params.required("file"),
    size: params.integer("file_size") ?? 0,
  };
  if (params.problem !== null) return params.problem;
  return call.answer(fileKind, call.add(fileKind, row));
}

function renderFile(row: StoredFile): WireObject {
  return {
    id: row.id,
    object: "file",
    created: row.created,
    expires_at: null,
    filename: row.filename,
    links: { object: "list", data: [], has_more: false, url: `/v1/file_links?file=${row.id}` },
    purpose: row.purpose,
    size: row.size,
    title: null,
    type: row.filename.split(".").at(-1) ?? null,
    url: `https://files.stripe.com/v1/files/${row.id}/contents`,
  };
}

export const fileRoutes: readonly Route[] = [
  post("/v1/files", uploadFile),
  listRoute("/v1/files", fileKind, { purpose: (row) => row.purpose }),
  retrieveRoute("/v1/files/{id}", fileKind),
];
