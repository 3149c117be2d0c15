"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { ActionForm } from "../form/action-form.tsx";
import { CheckboxList } from "../form/checkbox-list.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { isScope, SCOPES, type Scope } from "./scope-words.ts";

export interface MadeToken {
  readonly secret: string;
  readonly scopes: readonly Scope[];
}

export function ServiceTokenForm({ onMade }: { readonly onMade: (made: MadeToken) => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.serviceTokens.create.mutationOptions());
  const [scopes, setScopes] = useState<readonly Scope[]>(["keys:issue", "keys:revoke"]);
  return (
    <ActionForm
      submit="Make the token"
      isDisabled={scopes.length === 0}
      onSubmit={async ({ label = "" }) => {
        try {
          const made = await create.mutateAsync({ label: label.trim(), scopes: [...scopes] });
          onMade({ secret: made.token, scopes });
          await queryClient.invalidateQueries(trpc.serviceTokens.pathFilter());
          return null;
        } catch (error) {
          return problemOf(error);
        }
      }}
    >
      <TextEntry
        name="label"
        label="Name"
        placeholder="billing orchestrator"
        description="What uses it; it stands in the activity log beside what it did."
        maxLength={100}
        autoFocus
      />
      <CheckboxList
        name="scopes"
        label="It may"
        value={scopes}
        onChange={(chosen) => setScopes(chosen.filter(isScope))}
        options={SCOPES}
      />
    </ActionForm>
  );
}
