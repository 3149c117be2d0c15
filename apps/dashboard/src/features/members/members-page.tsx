"use client";

import { Tabs } from "@heroui/react";
import { PageHeader } from "@keybrake/ui";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Invite } from "../invitations/invite.tsx";
import { PendingInvitations } from "../invitations/pending-invitations.tsx";
import { CreateServiceToken } from "../service-tokens/create-service-token.tsx";
import { ServiceTokens } from "../service-tokens/service-tokens.tsx";
import { useMay } from "../shell/session-context.tsx";
import { People } from "./people.tsx";

const TABS = ["people", "tokens"] as const;

/** Who, and what, may act in this organization. */
export function MembersPage() {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("people"));
  const isAdmin = useMay("admin");
  const action = tab === "people" ? <Invite /> : <CreateServiceToken />;
  return (
    <>
      <PageHeader title="Members" question="Who may do what?" actions={isAdmin ? action : undefined} />
      <Tabs
        variant="secondary"
        selectedKey={tab}
        onSelectionChange={(key) => void setTab(key === "tokens" ? "tokens" : "people")}
      >
        <Tabs.ListContainer>
          <Tabs.List aria-label="People or software">
            <Tabs.Tab id="people" className="w-auto">
              People
              <Tabs.Indicator />
            </Tabs.Tab>
            <Tabs.Tab id="tokens" className="w-auto">
              Service tokens
              <Tabs.Indicator />
            </Tabs.Tab>
          </Tabs.List>
        </Tabs.ListContainer>
        <Tabs.Panel id="people" className="flex flex-col gap-6 px-0 pt-4">
          <People />
          {isAdmin ? (
            <section aria-labelledby="open-invitations" className="flex flex-col gap-3">
              <h2 id="open-invitations" className="text-sm font-semibold">
                Open invitations
              </h2>
              <PendingInvitations />
            </section>
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel id="tokens" className="px-0 pt-4">
          <ServiceTokens />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
