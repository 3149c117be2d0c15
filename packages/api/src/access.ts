/** What a service token may be allowed to do. */
export const scopes = ["keys:issue", "keys:revoke", "read", "credentials:write", "unknown:resolve"] as const;

export type Scope = (typeof scopes)[number];

/** From the least rights to the most; a role may do everything that the ones before it may. */
export const roles = ["auditor", "member", "admin", "owner"] as const;

export type Role = (typeof roles)[number];

/** What an operation demands: a scope of a service token, at least a role of a person. */
export interface Access {
  readonly scope: Scope;
  readonly role: Role;
}
