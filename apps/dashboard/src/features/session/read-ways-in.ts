import { z } from "zod";
import { fetchSession } from "./post-session.ts";

const body = z.object({
  has_password: z.boolean(),
  accounts: z.array(
    z.object({
      provider: z.string(),
      provider_account_id: z.string(),
      connected_at: z.string(),
      is_last_way_in: z.boolean(),
    }),
  ),
});

export type ShownWaysIn = z.output<typeof body>;

/** By what the reader can sign in. @throws when the server says no or is not reached, with its words */
export async function readWaysIn(): Promise<ShownWaysIn> {
  const answer = await fetchSession("list-ways-in", {});
  if (!answer.ok) throw new Error(answer.problem.detail);
  return body.parse(answer.value);
}
