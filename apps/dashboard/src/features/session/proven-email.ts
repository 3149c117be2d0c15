import { z } from "zod";

const googleProfile = z.object({ email: z.string(), email_verified: z.boolean() });
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** The address that Google has seen its holder use; null when it has not. */
export function googleEmail(profile: unknown): string | null {
  const read = googleProfile.safeParse(profile);
  return read.success && read.data.email_verified ? read.data.email : null;
}

/** The primary address of a list from GitHub, if it was proven. Auth.js itself would take one that was not. */
export function githubEmail(emails: unknown): string | null {
  const read = githubEmails.safeParse(emails);
  const primary = read.success ? read.data.find((entry) => entry.primary && entry.verified) : undefined;
  return primary?.email ?? null;
}
