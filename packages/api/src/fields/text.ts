import { parseAgentRunLabel } from "@keybrake/policy";
import { z } from "zod";

/** A name that a person chose. Control characters, half characters and changes of writing direction deceive readers. */
export function displayName(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text), {
      error: "Leave out control characters and characters that cannot be seen.",
    })
    .refine((text) => text.trim() === text, { error: "Leave out spaces at the beginning and end." });
}

export const vendorName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/, { error: "Is not the name of a vendor." });

export const agentRunLabel = z
  .string()
  .transform((text, context) => {
    const run = parseAgentRunLabel(text);
    if (run.ok) return run.value;
    context.addIssue({ code: "custom", message: run.message });
    return z.NEVER;
  })
  .meta({
    description: "`agent/run`, split at the last slash.",
    maxLength: 128,
    examples: ["billing/run_1"],
  });

/** As a filter: the whole label of a run. */
export const agentRunId = z.string().min(1).max(128);
export const agentName = z.string().min(1).max(128);

/** Text to look for as it stands; nothing in it is a wildcard. PostgreSQL's text holds no NUL. */
export const searchText = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !text.includes("\0"), { error: "Leave out the NUL character." });

export const id = z.uuid();
