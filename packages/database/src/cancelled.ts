import { z } from "zod";

/** Postgres ended a statement: its time was over, or somebody asked it to. */
const QUERY_CANCELED = "57014";

const adapterFault = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});

/** Whether a statement of Prisma's failed because it took longer than its transaction lets one take. */
export function isCancelled(fault: unknown): boolean {
  const read = adapterFault.safeParse(fault);
  return read.success && read.data.meta.driverAdapterError.cause.originalCode === QUERY_CANCELED;
}
