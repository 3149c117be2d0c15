import type { Role } from "../shell/session-context.tsx";

/** From the most rights to the least, as they are offered. */
export const ROLES: readonly Role[] = ["owner", "admin", "member", "auditor"];

/** What each may do, in words. What they say is decided in the API, at each operation. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  owner: { name: "Owner", may: "Does everything, and names other owners." },
  admin: {
    name: "Admin",
    may: "Changes credentials, policies, people and settings; issues and revokes keys.",
  },
  member: { name: "Member", may: "Issues and revokes vault keys; sees everything, changes nothing else." },
  auditor: { name: "Auditor", may: "Sees and exports everything, changes nothing." },
};
