"use client";

import { Skeleton } from "@keybrake/ui";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { ShownProblem } from "../../trpc/problem.ts";
import { readInvitation, type ShownInvitation } from "../session/read-invitation.ts";
import { AcceptAsNew } from "./accept-as-new.tsx";
import { AcceptAsSignedIn } from "./accept-as-signed-in.tsx";
import { EntryCard } from "./entry-card.tsx";
import { EntryLink } from "./entry-link.tsx";
import { InvitationFacts } from "./invitation-facts.tsx";

interface InvitationProps {
  /** Who is signed in in this browser, if anybody. */
  readonly signedInAs: string | null;
  readonly passwordRule: string;
}

/** The page behind an invitation's link. Its token stands in the fragment, which no server or log is ever sent. */
export function Invitation({ signedInAs, passwordRule }: InvitationProps) {
  const token = useFragment();
  const found = useInvitation(token);
  if (found === "asking") {
    return (
      <EntryCard title="An invitation">
        <Skeleton lines={6} label="Looking the invitation up" />
      </EntryCard>
    );
  }
  if ("detail" in found) {
    return (
      <EntryCard
        title="This invitation cannot be used"
        foot={<EntryLink href="/sign-in">Sign in instead</EntryLink>}
      >
        <p className="text-sm text-ink-muted">{found.detail}</p>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title={`Join ${found.organizationName}`}
      lead="You are invited to watch over and issue the keys of this organization's agents."
    >
      <InvitationFacts invitation={found} />
      {signedInAs === null ? (
        <AcceptAsNew token={token} email={found.email} passwordRule={passwordRule} />
      ) : (
        <AcceptAsSignedIn token={token} invited={found.email} signedInAs={signedInAs} />
      )}
    </EntryCard>
  );
}

function useFragment(): string {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener("hashchange", listener);
      return () => window.removeEventListener("hashchange", listener);
    },
    () => window.location.hash.slice(1),
    () => "",
  );
}

const NO_TOKEN: ShownProblem = {
  code: "no_token",
  detail: "The link is not whole: copy all of it, up to its last character, into the address bar.",
  fields: new Map(),
};

function useInvitation(token: string): "asking" | ShownInvitation | ShownProblem {
  const [found, setFound] = useState<"asking" | ShownInvitation | ShownProblem>("asking");
  useEffect(() => {
    let isCurrent = true;
    // Asked once the page stands: the fragment is not there while the server renders it.
    const asked = token === "" ? Promise.resolve(NO_TOKEN) : readInvitation(token);
    void asked.then((answer) => {
      if (isCurrent) setFound(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [token]);
  return found;
}
