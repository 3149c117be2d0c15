"use client";

import { createContext, useContext } from "react";
import type { CatalogueEntry } from "./endpoint-choices.ts";
import type { FieldFault } from "./field-fault.ts";
import type { DraftField, KeyDraft } from "./key-draft.ts";
import type { PolicyTerms } from "./policy-terms.ts";

/** The form's state, for its fields. */
export interface DraftForm {
  readonly draft: KeyDraft;
  readonly set: <Field extends DraftField>(field: Field, value: KeyDraft[Field]) => void;
  /** A field was left: from now on it says what is wrong with it. */
  readonly leave: (field: DraftField) => void;
  /** What is to be said at a field, or at one entry of it (`allowed_endpoints[0]`). */
  readonly faultAt: (path: string) => FieldFault | null;
  readonly catalogue: readonly CatalogueEntry[] | null;
  /** The chosen policy's newest version; null: none is chosen. */
  readonly policyTerms: PolicyTerms | null;
}

const DraftContext = createContext<DraftForm | null>(null);

export const DraftProvider = DraftContext;

export function useDraftForm(): DraftForm {
  const form = useContext(DraftContext);
  if (form === null) throw new Error("this field stands outside the form that issues keys");
  return form;
}
