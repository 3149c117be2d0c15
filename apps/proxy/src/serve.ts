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
      if (load.isDraining) call.connection.markLastAnswer();
      load.enter();
      try {
        await handleCall(call, plane);
      } finally {
        load.leave();
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
  plane.load.isDraining = true;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  while (plane.load.calls > 0 && performance.now() < deadline) {
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await plane.settlements.flush(Math.max(100, deadline - performance.now()));
  server.closeAllConnections();
  await closed;
  await plane.upstream.close();
}
