import type { Server } from "node:http";
import type { DataPlane } from "./data-plane.ts";
import { handleCall } from "./handle-call.ts";
import { createServer, type ServerOptions } from "./server.ts";

/** The public listener, not listening yet. */
export function createProxyServer(plane: DataPlane, tls: ServerOptions["tls"]): Server {
  const { load, metrics, report } = plane;
  return createServer({
    tls,
    onFault: report,
    onTurnedAway: (reason) => metrics.turnedAway(reason),
    handle: async (call) => {
      load.enter(call);
      try {
        await handleCall(call, plane);
      } finally {
        load.leave(call);
      }
    },
  });
}

/**
 * Ends a data plane in order: no new connections, every call in hand to its end, every settlement taken.
 * @param withinMs after which what is left is given up; the keeper of another proxy finds its holds.
 */
export async function drain(server: Server, plane: DataPlane, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  plane.load.drain();
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  while (plane.load.calls > 0 && performance.now() < deadline) {
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await plane.upstream.close();
  // The calls that this cut short settle as `unknown` in the next turns.
  await new Promise((resolve) => setImmediate(resolve));
  await plane.settlements.flush(Math.max(1_000, deadline - performance.now()));
  server.closeAllConnections();
  await closed;
}
