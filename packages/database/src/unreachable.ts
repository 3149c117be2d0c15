import { z } from "zod";

/** Prisma: cannot connect, time-out connecting or in the pool, connection closed, transaction not started or closed. */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

/** The same, as Prisma's driver adapter tells it below the code that every failed raw query has. */
const ADAPTER_KINDS = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TlsConnectionError",
  "TooManyConnections",
]);

/** Classes 08 and 57P (connection lost, server going or starting), 53300 (no connection free), and sockets. */
const DRIVER_CODES =
  /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EAI_AGAIN|ENOTFOUND)$/;

/** The driver itself gives these no code. */
const DRIVER_MESSAGES = /connection terminated|timeout exceeded when trying to connect|query read timeout/i;

const coded = z.object({ code: z.string() });

const adapterFault = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ kind: z.string(), originalCode: z.string().optional() }),
    }),
  }),
});

/** Whether a fault means that Postgres could not be asked, or that its answer did not arrive. */
export function isUnreachable(fault: unknown): boolean {
  for (let cause = fault, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (DRIVER_MESSAGES.test(cause.message)) return true;
    const { data: { code } = { code: "" } } = coded.safeParse(cause);
    if (PRISMA_CODES.has(code) || DRIVER_CODES.test(code)) return true;
    const adapter = adapterFault.safeParse(cause).data?.meta.driverAdapterError.cause;
    if (adapter === undefined) continue;
    if (ADAPTER_KINDS.has(adapter.kind) || DRIVER_CODES.test(adapter.originalCode ?? "")) return true;
  }
  return false;
}
