"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useMemo } from "react";
import { FormProblem } from "../../form/form-problem.tsx";
import { SubmitButton } from "../../form/submit-button.tsx";
import { runPath } from "../../shell/paths.ts";
import { CapsFields } from "./caps-fields.tsx";
import { DraftProvider } from "./draft-context.tsx";
import { EndpointsField } from "./endpoints-field.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { FormSection } from "./form-section.tsx";
import type { IssueFormProps } from "./issue-form-props.ts";
import { IssuePreview } from "./issue-preview.tsx";
import { LabelField } from "./label-field.tsx";
import { MoreFields } from "./more-fields.tsx";
import { PolicyField } from "./policy-field.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { useIssue } from "./use-issue.ts";
import { VendorFields } from "./vendor-fields.tsx";

export function IssueForm({ initial, credentials, policies, limits }: IssueFormProps) {
  const { form, formRef, issued, isPending, problem, submit, forget } = useIssue({
    initial,
    credentials,
    policies,
    limits,
  });
  const router = useRouter();
  const context = useMemo(() => form, [form]);
  return (
    <DraftProvider value={context}>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)] xl:items-start">
        <form
          ref={formRef}
          noValidate
          aria-label="Issue a vault key"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            submit();
          }}
          className="flex min-w-0 flex-col gap-8"
        >
          <FormSection title="For whom">
            {policies.length === 0 ? null : <PolicyField policies={policies} />}
            <LabelField />
            <VendorFields credentials={credentials} />
          </FormSection>
          <FormSection title="What it may call">
            <EndpointsField />
          </FormSection>
          <FormSection title="How much it may spend">
            <CapsFields maxDailyUsd={limits.maxDailyUsd} />
          </FormSection>
          <FormSection title="How long it lives">
            <ExpiryField maxExpiryMs={limits.maxExpiryMs} />
          </FormSection>
          <MoreFields />
          <div className="flex flex-col items-start gap-3">
            <FormProblem detail={problem} />
            <SubmitButton isPending={isPending}>Issue the key</SubmitButton>
          </div>
        </form>
        <IssuePreview />
      </div>
      {issued === null ? null : (
        <SecretDialog
          issued={issued}
          onClose={(next) => {
            const to = runPath(issued.agent_run_id);
            forget();
            if (next === "run") router.push(to);
          }}
        />
      )}
    </DraftProvider>
  );
}
