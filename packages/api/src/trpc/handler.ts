import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Caller } from "./caller.ts";
import { appRouter } from "./router.ts";

/** A page asks for a few things at once; more than this is no page of ours. */
const BATCH_MAX = 20;
const BODY_BYTES_MAX = 256 * 1024;

/** The operations for the screens, on Fetch types. `callerOf` reads who is asking from the request itself. */
export async function handleTrpc(
  request: Request,
  endpoint: string,
  callerOf: (request: Request) => Promise<Caller>,
): Promise<Response> {
  const paths = new URL(request.url).pathname.slice(endpoint.length + 1);
  if (paths.split(",").length > BATCH_MAX)
    return new Response("too many calls in one request", { status: 400 });
  // A browser says how long its body is; of one that does not, nobody knows how much would have to be read.
  const length = request.method === "GET" ? "0" : request.headers.get("content-length");
  if (length === null) return new Response("send content-length", { status: 411 });
  if (!(Number(length) <= BODY_BYTES_MAX)) return new Response("the body is too large", { status: 413 });
  return fetchRequestHandler({
    endpoint,
    req: request,
    router: appRouter,
    createContext: () => callerOf(request),
    responseMeta: () => ({ headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" } }),
  });
}
