"use client";

import { PageHeader } from "@keybrake/ui";
import { parseAsBoolean, useQueryState } from "nuqs";
import { LinkButton } from "../form/link-button.tsx";
import { useMay } from "../shell/session-context.tsx";
import { PolicyList } from "./policy-list.tsx";

/** What may an agent of this kind do? */
export function PoliciesPage() {
  const mayChange = useMay("admin");
  const [archived, setArchived] = useQueryState("archived", parseAsBoolean.withDefault(false));
  return (
    <>
      <PageHeader
        title="Policies"
        question="What may an agent of this kind do?"
        actions={mayChange ? <LinkButton href="/policies/new">New policy</LinkButton> : null}
      />
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 pb-4 text-sm text-ink-muted">
        <p className="max-w-prose">
          Rules to issue keys from. A vault key carries the rules that it was issued with: changing a policy
          changes no key that there is already.
        </p>
        <button
          type="button"
          onClick={() => void setArchived(archived ? null : true)}
          className="cursor-pointer text-xs font-medium text-accent hover:underline"
        >
          {archived ? "Show those in use" : "Show archived ones"}
        </button>
      </div>
      <PolicyList archived={archived} mayChange={mayChange} />
    </>
  );
}
