"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { postSession } from "../session/post-session.ts";
import type { Role } from "../shell/session-context.tsx";
import type { Person } from "./person.ts";
import { RoleChoice } from "./role-choice.tsx";
import { ROLE_WORDS } from "./role-words.ts";

interface ChangeRoleProps {
  readonly person: Person;
  readonly isSelf: boolean;
}

export function ChangeRole({ person, isSelf }: ChangeRoleProps) {
  const dialog = useOverlayState();
  const who = person.name ?? person.email;
  return (
    <>
      <Button size="sm" variant="ghost" onPress={dialog.open} aria-label={`Change the role of ${who}`}>
        Change role
      </Button>
      <FormDialog state={dialog} title={isSelf ? "Your role" : `The role of ${who}`}>
        <ChangeRoleForm person={person} isSelf={isSelf} onDone={dialog.close} />
      </FormDialog>
    </>
  );
}

function ChangeRoleForm({ person, isSelf, onDone }: ChangeRoleProps & { readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(trpc.members.changeRole.mutationOptions());
  const [role, setRole] = useState<Role>(person.role);
  const word = ROLE_WORDS[role].name.toLowerCase();
  return (
    <ActionForm
      submit={role === person.role ? "Change the role" : `Make ${isSelf ? "yourself" : "them"} ${word}`}
      isDisabled={role === person.role}
      leavesPage={isSelf}
      onSubmit={async () => {
        const problem = await outcome(change.mutateAsync({ user_id: person.user_id, role }));
        if (problem !== null) return problem;
        if (isSelf) {
          // A token that was copied under the old role is worth nothing under the new one; and what the pages offer
          // hangs on the role.
          await postSession("renew", {});
          window.location.reload();
        } else {
          onDone();
          toast.success(`${person.name ?? person.email} is ${word} now.`);
          await queryClient.invalidateQueries(trpc.members.pathFilter());
        }
        return null;
      }}
    >
      <RoleChoice value={role} onChange={setRole} />
      <p className="text-sm text-ink-muted">
        {isSelf ? (
          "It holds at once. Only somebody of your present role can give it back to you."
        ) : (
          <>
            It holds at once: <Label text={person.email} /> is signed out and signs in again with the new
            role. Vault keys and service tokens that they made stay as they are. It can be changed back.
          </>
        )}
      </p>
    </ActionForm>
  );
}
