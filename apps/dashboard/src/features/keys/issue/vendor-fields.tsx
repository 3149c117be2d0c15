"use client";

import { useVendors } from "../../vendors/use-vendors.ts";
import { ChoiceField } from "./choice-field.tsx";
import { useDraftForm } from "./draft-context.tsx";

export interface ActiveCredential {
  readonly id: string;
  readonly vendor: string;
  readonly label: string;
  readonly mode: string;
  readonly last4: string;
}

/** Which vendor, and where there are several of its real keys, which of those the calls go out with. */
export function VendorFields({ credentials }: { readonly credentials: readonly ActiveCredential[] }) {
  const { draft, set, faultAt } = useDraftForm();
  const known = useVendors();
  const titleOf = (vendor: string) => known.find(({ name }) => name === vendor)?.title ?? vendor;
  const vendors = [...new Set(credentials.map(({ vendor }) => vendor))].sort();
  const own = credentials.filter(({ vendor }) => vendor === draft.vendor);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <ChoiceField
        name="vendor"
        label="Vendor"
        choices={vendors.map((name) => ({ id: name, text: titleOf(name) }))}
        value={draft.vendor}
        onChange={(vendor) => set("vendor", vendor)}
        fault={faultAt("vendor")}
        isRequired
      />
      <ChoiceField
        name="credential_id"
        label="Credential"
        choices={own.map(({ id, label, mode, last4 }) => ({
          id,
          text: label,
          detail: `${mode} ···${last4}`,
        }))}
        value={own.length === 1 ? (own[0]?.id ?? "") : draft.credential_id}
        onChange={(id) => set("credential_id", id)}
        fault={faultAt("credential_id")}
        description={modeWarning(own, draft.credential_id)}
        isRequired
      />
    </div>
  );
}

function modeWarning(own: readonly ActiveCredential[], chosenId: string): string {
  const chosen = own.length === 1 ? own[0] : own.find(({ id }) => id === chosenId);
  if (chosen === undefined) return "The vendor's own key, which the agent never sees.";
  if (chosen.mode === "live") return "Live: calls move real money.";
  return chosen.mode === "sandbox"
    ? "Sandbox: a stand-in on this machine; no money moves."
    : "Test mode: the vendor moves no money.";
}
