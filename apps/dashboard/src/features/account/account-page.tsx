"use client";

import { KeyValue, Label, PageHeader } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { readSessions } from "../session/read-sessions.ts";
import { useSession } from "../shell/session-context.tsx";
import { ConnectAccounts, type ConnectAccountsProps } from "./connect-accounts.tsx";
import { OWN, SESSIONS_KEY } from "./own-keys.ts";
import { Sessions } from "./sessions.tsx";
import { SignOutEverywhere } from "./sign-out-everywhere.tsx";
import { WaysIn } from "./ways-in.tsx";

interface AccountPageProps extends ConnectAccountsProps {
  readonly passwordRule: string;
}

/** One's own: who one is here, by what one signs in, and every browser that could act in one's name. */
export function AccountPage({ providers, connectingFailed, passwordRule }: AccountPageProps) {
  const { email, name } = useSession();
  const sessions = useQuery({ queryKey: SESSIONS_KEY, queryFn: readSessions, ...OWN });
  return (
    <>
      <PageHeader
        title="Your account"
        question="Who can act as you?"
        actions={<SignOutEverywhere count={sessions.data?.length ?? null} />}
      />
      <div className="flex flex-col gap-8">
        <KeyValue
          items={[
            { name: "Name", value: <Label text={name ?? "not given"} /> },
            { name: "E-mail", value: <Label text={email} /> },
          ]}
        />
        <WaysIn passwordRule={passwordRule} />
        <ConnectAccounts providers={providers} connectingFailed={connectingFailed} />
        <Sessions sessions={sessions} />
      </div>
    </>
  );
}
