import { Prisma } from "../generated/client.ts";

/** Prisma: cannot connect, time-out connecting or in the pool, connection closed, transaction not started or closed. */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

/** Classes 08 and 57P (connection lost, server going or starting), 53300 (no connection free), and sockets. */
const DRIVER_CODES =
  /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EAI_AGAIN|ENOTFOUND)$/;

/** Whether a fault means that Postgres could not be asked, or that its answer did not arrive. */
export function isUnreachable(fault: unknown): boolean {
  for (let cause = fault, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof Prisma.PrismaClientInitializationError) return true;
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    if (PRISMA_CODES.has(code) || DRIVER_CODES.test(code)) return true;
    if (/connection terminated|timeout exceeded when trying to connect/i.test(cause.message)) return true;
  }
  return false;
}
