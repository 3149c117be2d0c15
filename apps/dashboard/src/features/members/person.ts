import type { Role } from "../shell/session-context.tsx";

/** Somebody of the organization. */
export interface Person {
  readonly user_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly joined_at: string;
  readonly is_you: boolean;
}
