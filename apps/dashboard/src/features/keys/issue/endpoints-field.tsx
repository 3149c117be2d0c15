"use client";

import { useId } from "react";
import { ChosenEndpoints } from "./chosen-endpoints.tsx";
import { useDraftForm } from "./draft-context.tsx";
import { EndpointPicker } from "./endpoint-picker.tsx";
import { FaultWords } from "./fault-words.tsx";
import { PasteEndpoints } from "./paste-endpoints.tsx";

/** What the agent may call; everything else is refused. */
export function EndpointsField() {
  const { draft, faultAt, policyTerms } = useDraftForm();
  const fault = faultAt("allowed_endpoints");
  const titleId = useId();
  const count = draft.allowed_endpoints.length;
  return (
    <fieldset
      aria-labelledby={titleId}
      data-field="allowed_endpoints"
      className="flex min-w-0 flex-col gap-2"
    >
      <legend id={titleId} className="sr-only">
        Endpoints
      </legend>
      {fault === null ? (
        <p className="text-xs text-ink-muted">
          {policyTerms === null || count > 0
            ? "Everything that is not chosen is refused."
            : `Choose none to allow all ${policyTerms.allowed_endpoints?.length ?? 0} entries of the policy, or some to narrow it.`}
        </p>
      ) : (
        <p role="alert" tabIndex={-1} data-fault="true" className="text-xs text-denied">
          <FaultWords fault={fault} />
        </p>
      )}
      <ChosenEndpoints />
      <EndpointPicker />
      <PasteEndpoints />
    </fieldset>
  );
}
