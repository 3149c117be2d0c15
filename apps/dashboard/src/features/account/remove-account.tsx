"use client";

import { Button, useOverlayState } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { fetchSession } from "../session/post-session.ts";
import { SESSIONS_KEY, WAYS_IN_KEY } from "./own-keys.ts";
import { endedWords } from "./sessions-ended.ts";

interface RemoveAccountProps {
  readonly account: { readonly provider: string; readonly provider_account_id: string };
  /** The provider's name, as people write it. */
  readonly name: string;
  /** Hears what was done, in words. */
  readonly onDone: (words: string) => void;
}

export function RemoveAccount({ account, name, onDone }: RemoveAccountProps) {
  const { provider, provider_account_id } = account;
  const dialog = useOverlayState();
  const queryClient = useQueryClient();
  const act = async () => {
    const answer = await fetchSession("remove-account", { provider, provider_account_id });
    if (!answer.ok) return answer.problem;
    onDone(`The ${name} account is removed. ${endedWords(answer.value)}`);
    await Promise.all(
      [SESSIONS_KEY, WAYS_IN_KEY].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
    return null;
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-denied"
        onPress={dialog.open}
        aria-label={`Remove the ${name} account ${provider_account_id}`}
      >
        Remove
      </Button>
      <ConfirmDialog
        state={dialog}
        title={`Remove this ${name} account?`}
        confirm="Remove it"
        onConfirm={act}
      >
        <p className="text-sm">
          Account <Label text={provider_account_id} className="font-mono text-[13px]" /> signs you in no more.
          Your other sessions end, since it may have opened any of them; this one goes on.
        </p>
        <p className="text-sm text-ink-muted">It can be connected again.</p>
      </ConfirmDialog>
    </>
  );
}
