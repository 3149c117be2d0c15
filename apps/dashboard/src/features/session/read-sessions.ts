import { z } from "zod";
import { fetchSession } from "./post-session.ts";

const body = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      created_at: z.string(),
      last_seen_at: z.string(),
      expires_at: z.string(),
      user_agent: z.string(),
      client_ip: z.string(),
      is_this: z.boolean(),
    }),
  ),
});

export type ShownSessionRow = z.output<typeof body>["sessions"][number];

/** Where the reader is signed in. @throws when the server says no or is not reached, with its words */
export async function readSessions(): Promise<readonly ShownSessionRow[]> {
  const answer = await fetchSession("list-sessions", {});
  if (!answer.ok) throw new Error(answer.problem.detail);
  return body.parse(answer.value).sessions;
}
