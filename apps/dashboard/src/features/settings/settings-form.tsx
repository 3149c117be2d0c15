"use client";

import { Button, toast } from "@heroui/react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import type { ShownProblem } from "../../trpc/problem.ts";
import { ActionForm } from "../form/action-form.tsx";
import { outcome } from "../form/outcome.ts";
import { useMay } from "../shell/session-context.tsx";
import type { Draft, SettingsChange } from "./use-draft.ts";

interface SettingsFormProps<Fields extends Readonly<Record<string, string>>> {
  readonly draft: Draft<Fields>;
  /** What to save of what was typed, or what is wrong with it. */
  readonly read: (fields: Fields) => SettingsChange | ShownProblem;
  readonly children: ReactNode;
}

/** Saves one part of the settings; it can be pressed only when something is changed, and taken back until then. */
export function SettingsForm<Fields extends Readonly<Record<string, string>>>({
  draft,
  read,
  children,
}: SettingsFormProps<Fields>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const update = useMutation(trpc.organizations.update.mutationOptions());
  const mayChange = useMay("admin");
  const save = async () => {
    const change = read(draft.fields);
    if ("detail" in change) return change;
    const problem = await outcome(update.mutateAsync(change));
    if (problem !== null) return problem;
    await queryClient.invalidateQueries(trpc.organizations.pathFilter());
    draft.discard();
    toast.success("Saved.");
    // The name and the zone stand in what the server renders around every page.
    router.refresh();
    return null;
  };
  return (
    <ActionForm
      submit="Save"
      isDisabled={!mayChange || !draft.isChanged}
      onSubmit={save}
      beside={<Beside draft={draft} mayChange={mayChange} />}
    >
      {children}
    </ActionForm>
  );
}

function Beside({
  draft,
  mayChange,
}: {
  readonly draft: { readonly isChanged: boolean; readonly discard: () => void };
  readonly mayChange: boolean;
}) {
  if (!mayChange) return <span className="text-xs text-ink-muted">Admins and owners change this.</span>;
  if (!draft.isChanged) return null;
  return (
    <>
      <Button variant="ghost" onPress={draft.discard}>
        Take back
      </Button>
      <span role="status" className="text-xs text-held">
        Not saved yet
      </span>
    </>
  );
}
