import { z } from "zod";
import type { ShownProblem } from "../../trpc/problem.ts";
import { fetchSession } from "./post-session.ts";

const body = z
  .object({
    organization_name: z.string(),
    email: z.string(),
    role: z.enum(["owner", "admin", "member", "auditor"]),
    expires_at: z.string(),
  })
  .transform(({ organization_name: organizationName, expires_at: expiresAt, ...rest }) => ({
    organizationName,
    expiresAt,
    ...rest,
  }));

export type ShownInvitation = z.output<typeof body>;

/** What an invitation's token stands for, or why it cannot be used. */
export async function readInvitation(token: string): Promise<ShownInvitation | ShownProblem> {
  const answer = await fetchSession("show-invitation", { token });
  return answer.ok ? body.parse(answer.value) : answer.problem;
}
