import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { readSession } from "../../features/session/read-session.ts";
import { signInPath } from "../../features/session/return-path.ts";
import { SessionProvider } from "../../features/shell/session-context.tsx";
import { Shell } from "../../features/shell/shell.tsx";
import { settings } from "../../settings.ts";
import { ApiProvider } from "../../trpc/client.tsx";

/** Every page for people of an organization. What they may see is decided where it is read, not here. */
export default async function AppLayout({ children }: { readonly children: ReactNode }) {
  const asked = await headers();
  const session = await readSession(asked);
  if (session === null) redirect(signInPath(asked.get("x-path")));
  const { organizationId, role, memberships } = session;
  const organization = memberships.find((membership) => membership.organizationId === organizationId);
  if (organization === undefined || role === null) redirect("/organizations/new");
  return (
    <ApiProvider>
      <NuqsAdapter>
        <SessionProvider
          session={{
            email: session.email,
            proxyUrl: settings().publicProxyUrl,
            name: session.name,
            organization: {
              id: organization.organizationId,
              name: organization.name,
              role,
              zone: organization.zone,
            },
            memberships: memberships.map(({ organizationId: id, name, role: theirs }) => ({
              id,
              name,
              role: theirs,
            })),
          }}
        >
          <Shell>{children}</Shell>
        </SessionProvider>
      </NuqsAdapter>
    </ApiProvider>
  );
}
