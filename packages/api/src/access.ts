/** What a service token may be allowed to do. */
export const scopes = ["keys:issue", "keys:revoke", "read", "credentials:write", "unknown:resolve"] as const;

export type Scope = (typeof scopes)[number];

/** From the least rights to the most; a role may do everything that the ones before it may. */
export const roles = ["auditor", "member", "admin", "owner"] as const;

export type Role = (typeof roles)[number];

/** What an operation demands: at least a role of a person, and over REST a scope of a service token. */
export interface Access {
  /** Absent where no service token may do it at all. */
  readonly scope?: Scope;
  readonly role: Role;
}

/** Whether somebody of this role may do what demands `least`. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
