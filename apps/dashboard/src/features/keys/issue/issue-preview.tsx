"use client";

import { useMemo, useSyncExternalStore } from "react";
import { useClients } from "../../vendors/use-vendors.ts";
import { useDraftForm } from "./draft-context.tsx";
import { issueSnippets } from "./issue-snippets.ts";
import { requestOf } from "./key-draft.ts";
import { SnippetTabs } from "./snippet-tabs.tsx";

/** The same key without this form, and what the agent does with it: alive while the form is filled in. */
export function IssuePreview() {
  const { draft } = useDraftForm();
  const clients = useClients(draft.vendor);
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  const issue = useMemo(() => issueSnippets(requestOf(draft), origin), [draft, origin]);
  return (
    <aside aria-label="The same as code" className="flex min-w-0 flex-col gap-6 xl:sticky xl:top-6">
      <section className="flex flex-col gap-2">
        <h2 className="text-sm font-semibold">The same from your orchestrator</h2>
        <p className="text-xs text-ink-muted">With a service token that has the scope keys:issue.</p>
        <SnippetTabs label="Issue this key with" snippets={issue} />
      </section>
      {clients.length === 0 ? null : (
        <section className="flex flex-col gap-2">
          <h2 className="text-sm font-semibold">What changes in the agent</h2>
          <p className="text-xs text-ink-muted">Where its SDK points, and which key it holds.</p>
          <SnippetTabs label="Use the key with" snippets={clients} />
        </section>
      )}
    </aside>
  );
}

function never(): () => void {
  return () => {};
}
