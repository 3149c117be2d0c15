"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf, type ShownProblem } from "../../../trpc/problem.ts";
import { useFaultFocus } from "../../form/use-fault-focus.ts";
import type { DraftForm } from "./draft-context.tsx";
import { withMethod } from "./endpoint-choices.ts";
import { faultOf } from "./field-fault.ts";
import type { IssueFormProps } from "./issue-form-props.ts";
import { requestOf } from "./key-draft.ts";
import { useDraft } from "./use-draft.ts";

/** The draft, held against what the server will say, and the sending of it: once at a time. */
export function useIssue({ initial, credentials, policies, limits }: IssueFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [vendor, setVendor] = useState(initial.vendor);
  const listed = useQuery({
    ...trpc.vendors.listEndpoints.queryOptions({ vendor }),
    enabled: vendor !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  const catalogue = vendor === "" ? null : (listed.data?.data ?? null);
  const rules = useMemo(
    () => ({
      catalogue: catalogue === null ? null : catalogue.map(withMethod),
      maxExpiryMs: limits.maxExpiryMs,
      credentialsOfVendor: credentials.filter((credential) => credential.vendor === vendor).length,
    }),
    [catalogue, limits.maxExpiryMs, credentials, vendor],
  );
  const { draft, set, leave, faultAt, check, refuse } = useDraft(initial, rules);
  if (draft.vendor !== vendor) setVendor(draft.vendor);

  // The answer holds the secret: no cache keeps it when the dialog is gone.
  const issue = useMutation(trpc.vaultKeys.issue.mutationOptions({ gcTime: 0 }));
  const isSending = useRef(false);
  const { formRef, focusFault } = useFaultFocus();
  const submit = () => {
    if (isSending.current) return;
    if (!check()) return focusFault();
    isSending.current = true;
    issue.mutate(requestOf(draft), {
      onSuccess: () => void queryClient.invalidateQueries(),
      onError: (error) => {
        refuse(atFields(problemOf(error)));
        focusFault();
      },
      onSettled: () => {
        isSending.current = false;
      },
    });
  };
  const policyTerms = policies.find(({ id }) => id === draft.policy) ?? null;
  const form: DraftForm = { draft, set, leave, faultAt, catalogue, policyTerms };
  return {
    form,
    formRef,
    submit,
    isPending: issue.isPending,
    issued: issue.data ?? null,
    problem: issue.error === null ? null : restOf(atFields(problemOf(issue.error))),
    forget: issue.reset,
  };
}

/** A revoked run is the label's fault. */
function atFields(problem: ShownProblem): ShownProblem {
  if (problem.code !== "run_revoked") return problem;
  return { ...problem, fields: new Map([["agent_run_label", faultOf(problem.detail)]]) };
}

/** What is to be said above the button: what no field says. */
function restOf({ detail, fields }: ShownProblem): string {
  return fields.size === 0 ? detail : "Nothing was issued: see what is marked above.";
}
