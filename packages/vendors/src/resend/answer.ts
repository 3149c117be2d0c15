import { z } from "zod";
import type { VendorAnswer } from "../outcome.ts";

/** Ids are UUIDs; a longer or stranger one is none that could be counted by. */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const sentSchema = z.object({ id });

const batchSchema = z.object({
  data: z.array(z.object({ id })),
  errors: z.array(z.object({ index: z.int().min(0) })).optional(),
});

const emailSchema = z.object({ object: z.literal("email"), id, last_event: z.string().optional() });

/** `{"id"}`: an email that was sent or scheduled. */
export const readSent = (answer: VendorAnswer) => read(sentSchema, answer);

/** The ids of a batch in its order, and the emails of it that were not sent. */
export const readSentBatch = (answer: VendorAnswer) => read(batchSchema, answer);

/** An email as Resend keeps it, or the confirmation that something was done to it. */
export const readEmailObject = (answer: VendorAnswer) => read(emailSchema, answer);

export const isSuccess = ({ status }: VendorAnswer) => status >= 200 && status < 300;

/** Null when the answer is not whole, not JSON, or not of this shape. */
function read<T>(schema: z.ZodType<T>, { body }: VendorAnswer): T | null {
  if (body === null) return null;
  try {
    return schema.safeParse(JSON.parse(body.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
