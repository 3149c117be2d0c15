import type { Sent } from "../upstream/exchange.ts";
import type { Upstream } from "../upstream/upstream.ts";
import type { Hold } from "./reserve.ts";

/**
 * Attaches the credential to the request that was rebuilt from parsed values, sends it, and streams the answer to the
 * agent. The credential's lines exist here and on the vendor's connection, nowhere else. Nothing is retried, and no
 * redirect is followed.
 */
export function forward(hold: Hold, upstream: Upstream): Promise<Sent> {
  return upstream.exchange(hold, linesOf(hold), ownLines(hold));
}

/** Header lines as they go to the vendor, names and values in turn, the credential's among them. */
export function linesOf(hold: Hold): string[] {
  const { credential, request, key } = hold.ready;
  const lines: string[] = ["accept-encoding", "identity"];
  for (const [name, value] of request.outgoing.headers) lines.push(name, value);
  const { idempotencyHeader } = key.vendor;
  if (
    idempotencyHeader !== undefined &&
    request.outgoing.method === "POST" &&
    request.idempotencyKey === null
  ) {
    // So that the vendor takes whatever re-sends this very request (a library, a load balancer) for one.
    lines.push(idempotencyHeader, hold.callId);
  }
  for (const [name, value] of credential.lines()) lines.push(name, value);
  return lines;
}

function ownLines(hold: Hold): readonly string[] {
  return ["keybrake-call-id", hold.callId, "keybrake-verdict", "allowed"];
}
