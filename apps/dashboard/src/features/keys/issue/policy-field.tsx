"use client";

import { ChoiceField } from "./choice-field.tsx";
import { useDraftForm } from "./draft-context.tsx";
import { emptyDraft } from "./key-draft.ts";
import type { PolicyTerms } from "./policy-terms.ts";

const NONE = "none";

/** Rules that somebody wrote down before. The other fields may then only narrow them. */
export function PolicyField({ policies }: { readonly policies: readonly PolicyTerms[] }) {
  const { draft, set, faultAt, policyTerms } = useDraftForm();
  const choose = (id: string) => {
    const policy = policies.find((candidate) => candidate.id === id);
    set("policy", policy?.id ?? "");
    if (policy?.vendor !== undefined) set("vendor", policy.vendor);
    // The policy's own time takes the place of one that nobody typed.
    const isUntouched = draft.expires_in === (policyTerms?.expires_in ?? emptyDraft.expires_in);
    if (isUntouched) set("expires_in", policy?.expires_in ?? emptyDraft.expires_in);
  };
  return (
    <ChoiceField
      name="policy"
      label="Policy"
      choices={[
        { id: NONE, text: "None: set everything here" },
        ...policies.map(({ id, name, version }) => ({ id, text: name, detail: `version ${version}` })),
      ]}
      value={draft.policy === "" ? NONE : draft.policy}
      onChange={choose}
      fault={faultAt("policy")}
      description={
        policyTerms === null
          ? "Rules to start from."
          : "What is left empty is as in the policy; what is filled in may only narrow it."
      }
    />
  );
}
