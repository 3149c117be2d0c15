"use client";

import { Button, Modal, Spinner } from "@heroui/react";
import type { AppRouter } from "@keybrake/api";
import { formatUsd, Label, RelativeTime } from "@keybrake/ui";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { type FormEvent, useRef, useState } from "react";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem.ts";
import { FormProblem } from "../../form/form-problem.tsx";
import { useFaultFocus } from "../../form/use-fault-focus.ts";
import { useSession } from "../../shell/session-context.tsx";
import { type Decision, type ResolveDraft, resolveFaults } from "./resolve-draft.ts";
import { ResolveFields } from "./resolve-fields.tsx";
import { withResolved } from "./with-resolved.ts";

type CallPages = InfiniteData<inferRouterOutputs<AppRouter>["auditLog"]["list"]>;

const EMPTY: ResolveDraft = { decision: null, cost_usd: "", reason: "" };

/** What has to be known of a call to decide about it. */
export interface ResolvableCall {
  readonly id: string;
  readonly endpoint: string;
  readonly called_at: string;
  readonly held_usd: string;
}

interface ResolveCallProps {
  readonly call: ResolvableCall;
  readonly onClose: () => void;
}

/** Somebody decides what became of a call that was never answered: final, and under their name. */
export function ResolveCall({ call, onClose }: ResolveCallProps) {
  const { organization } = useSession();
  const { draft, setDraft, faultAt, submit, isPending, problem, formRef } = useResolve(call, onClose);
  return (
    // A reason that was typed is not lost by a press beside the dialog.
    <Modal.Backdrop
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      isDismissable={false}
      isKeyboardDismissDisabled={isPending}
    >
      <Modal.Container size="md" placement="center">
        <Modal.Dialog>
          <Modal.Header>
            <Modal.Heading>What became of this call?</Modal.Heading>
          </Modal.Header>
          <Modal.Body className="p-1">
            <form
              id="resolve"
              ref={formRef}
              noValidate
              onSubmit={(event: FormEvent) => {
                event.preventDefault();
                submit();
              }}
              className="flex flex-col gap-4 text-sm text-ink"
            >
              <p>
                <Label text={call.endpoint} className="font-mono text-[13px]" />,{" "}
                <RelativeTime at={call.called_at} zone={organization.zone} />. It was sent, or possibly sent,
                and no answer came: {formatUsd(call.held_usd)} count against the caps until somebody has
                looked at the vendor.
              </p>
              <ResolveFields draft={draft} onChange={setDraft} faultAt={faultAt} heldUsd={call.held_usd} />
              <p className="text-ink-muted">
                This cannot be undone. It is kept in the activity log under your name.
              </p>
              <FormProblem detail={problem} />
            </form>
          </Modal.Body>
          <Modal.Footer>
            <Button variant="outline" isDisabled={isPending} onPress={onClose}>
              Cancel
            </Button>
            <Button type="submit" form="resolve" variant="danger" isPending={isPending}>
              {isPending ? <Spinner size="sm" color="current" /> : null}
              {confirmWords(draft.decision)}
            </Button>
          </Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}

function confirmWords(decision: Decision | null): string {
  if (decision === null) return "Decide";
  return decision === "settled" ? "Settle for good" : "Release for good";
}

function useResolve(call: ResolvableCall, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const [wasSent, setSent] = useState(false);
  const isSending = useRef(false);
  const { formRef, focusFault } = useFaultFocus();
  const resolve = useMutation(trpc.calls.resolve.mutationOptions());
  const problem = resolve.error === null ? null : problemOf(resolve.error);
  const faults = resolveFaults(draft);
  const submit = () => {
    setSent(true);
    const { decision, cost_usd, reason } = draft;
    if (isSending.current) return;
    if (faults.size > 0 || decision === null) return focusFault();
    isSending.current = true;
    const cost = decision === "settled" ? { cost_usd: cost_usd.trim() } : {};
    resolve.mutate(
      { id: call.id, decision, reason: reason.trim(), ...cost },
      {
        onSuccess: (resolved) => {
          queryClient.setQueriesData<CallPages>(trpc.auditLog.list.infiniteQueryFilter(), (pages) =>
            withResolved(pages, resolved),
          );
          // What was counted before it is counted anew.
          void queryClient.resetQueries(trpc.auditLog.count.pathFilter());
          void queryClient.invalidateQueries();
          onDone();
        },
        onError: focusFault,
        onSettled: () => {
          isSending.current = false;
        },
      },
    );
  };
  return {
    draft,
    setDraft: (next: ResolveDraft) => {
      setDraft(next);
      resolve.reset();
    },
    faultAt: (field: string) =>
      problem?.fields.get(field)?.message ?? (wasSent ? (faults.get(field) ?? null) : null),
    submit,
    formRef,
    isPending: resolve.isPending,
    problem: problem === null || problem.fields.size > 0 ? null : problem.detail,
  };
}
