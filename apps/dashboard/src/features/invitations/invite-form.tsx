"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { ActionForm } from "../form/action-form.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { RoleChoice } from "../members/role-choice.tsx";
import type { Role } from "../shell/session-context.tsx";

interface InviteFormProps {
  readonly onSent: (sent: { readonly email: string; readonly link: string }) => void;
}

export function InviteForm({ onSent }: InviteFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.invitations.create.mutationOptions());
  const [role, setRole] = useState<Role>("member");
  return (
    <ActionForm
      submit="Make the invitation"
      onSubmit={async ({ email = "" }) => {
        try {
          const made = await create.mutateAsync({ email: email.trim(), role });
          onSent({ email: made.email, link: `${window.location.origin}/invitation#${made.token}` });
          await queryClient.invalidateQueries(trpc.invitations.pathFilter());
          return null;
        } catch (error) {
          return problemOf(error);
        }
      }}
    >
      <TextEntry name="email" label="E-mail" type="email" autoComplete="off" maxLength={254} autoFocus />
      <RoleChoice value={role} onChange={setRole} />
    </ActionForm>
  );
}
