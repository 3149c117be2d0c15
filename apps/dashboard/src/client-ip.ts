import type { IncomingMessage } from "node:http";

/** How the server tells pages and routes who is at the other end; a client's own is written over. */
export const CLIENT_IP_HEADER = "x-keybrake-client-ip";

const LENGTH_MAX = 64;

/**
 * Whose connection it is. What a request says about that is believed only as far as load balancers of one's own wrote
 * it: the entry that the outermost of `hops` added. Anything further left is the caller's own invention.
 */
export function clientIpOf(
  request: Pick<IncomingMessage, "headers"> & {
    readonly socket: { readonly remoteAddress?: string | undefined };
  },
  hops: number,
): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (hops === 0) return direct;
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",");
  const told = forwarded.at(-hops)?.trim() ?? "";
  return told === "" || told.length > LENGTH_MAX ? direct : told;
}
