"use client";

import { Button, useOverlayState } from "@heroui/react";
import { useQueryClient } from "@tanstack/react-query";
import { ActionForm, type FormValues } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { fetchSession } from "../session/post-session.ts";
import { useSession } from "../shell/session-context.tsx";
import { SESSIONS_KEY } from "./own-keys.ts";
import { endedWords } from "./sessions-ended.ts";

interface ChangePasswordProps {
  readonly passwordRule: string;
  /** Hears what was done, in words. */
  readonly onDone: (words: string) => void;
}

export function ChangePassword({ passwordRule, onDone }: ChangePasswordProps) {
  const dialog = useOverlayState();
  const queryClient = useQueryClient();
  const change = async (values: FormValues) => {
    const answer = await fetchSession("change-password", values);
    if (!answer.ok) return answer.problem;
    dialog.close();
    onDone(`Your password is changed. ${endedWords(answer.value)}`);
    await queryClient.invalidateQueries({ queryKey: SESSIONS_KEY });
    return null;
  };
  return (
    <>
      <Button size="sm" variant="outline" onPress={dialog.open}>
        Change password
      </Button>
      <FormDialog state={dialog} title="Change your password" holds>
        <ActionForm
          submit="Change the password"
          onSubmit={change}
          beside={
            <Button variant="ghost" onPress={dialog.close}>
              Cancel
            </Button>
          }
        >
          <UserNameHint />
          <TextEntry
            name="present_password"
            label="Present password"
            type="password"
            autoComplete="current-password"
            maxLength={1_024}
            autoFocus
          />
          <TextEntry
            name="new_password"
            label="New password"
            type="password"
            autoComplete="new-password"
            maxLength={1_024}
            description={passwordRule}
          />
          <p className="text-sm text-ink-muted">
            Every other session of yours ends; this one goes on. Connected accounts, vault keys and service
            tokens stay as they are.
          </p>
        </ActionForm>
      </FormDialog>
    </>
  );
}

/** Tells a password manager whose password it is; without a name it is not sent. */
function UserNameHint() {
  const { email } = useSession();
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}
