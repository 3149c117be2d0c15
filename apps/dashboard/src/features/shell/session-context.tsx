"use client";

import { createContext, type ReactNode, useContext } from "react";

export type Role = "owner" | "admin" | "member" | "auditor";

/** Who is signed in, as the screens show it. What they may do is decided on the server, at each call. */
export interface ShownSession {
  readonly email: string;
  /** Where agents reach the proxy; no slash at the end. */
  readonly proxyUrl: string;
  readonly name: string | null;
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly zone: string;
  };
  readonly memberships: readonly { readonly id: string; readonly name: string; readonly role: Role }[];
}

const SessionContext = createContext<ShownSession | null>(null);

export function SessionProvider({
  session,
  children,
}: {
  readonly session: ShownSession;
  readonly children: ReactNode;
}) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): ShownSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("this stands outside the signed-in pages");
  return session;
}

const RANK: Readonly<Record<Role, number>> = { auditor: 0, member: 1, admin: 2, owner: 3 };

/** Whether to offer something: who may not do it should not be shown a button that refuses. */
export function useMay(role: Role): boolean {
  return RANK[useSession().organization.role] >= RANK[role];
}
