import type { KeyDraft } from "./key-draft.ts";
import type { PolicyTerms } from "./policy-terms.ts";
import type { ActiveCredential } from "./vendor-fields.tsx";

/** What the form begins with. */
export interface IssueFormProps {
  readonly initial: KeyDraft;
  readonly credentials: readonly ActiveCredential[];
  readonly policies: readonly PolicyTerms[];
  readonly limits: { readonly maxExpiryMs: number; readonly maxDailyUsd: string };
}
