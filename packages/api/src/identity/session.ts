import { z } from "zod";
import { type Role, roles } from "../access.ts";

export const roleSchema = z.enum(roles);

/** Who is signed in, where they are at work, and what they may do there at this moment. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  /** Null for somebody who is no member where they were, or nowhere yet. */
  readonly organizationId: string | null;
  readonly role: Role | null;
  readonly expiresAt: Date;
  /** By name; 200 at most. */
  readonly memberships: ReadonlyArray<{
    readonly organizationId: string;
    readonly name: string;
    /** The organization's time zone, by IANA name. */
    readonly zone: string;
    readonly role: Role;
  }>;
}

/** For the cookie, and nowhere else: what is stored is its hash. */
export interface SessionToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The browser that asks, as told by its connection. */
export interface Client {
  readonly clientIp: string;
  readonly userAgent: string;
}
