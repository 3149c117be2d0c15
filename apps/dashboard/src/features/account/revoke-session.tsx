"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { Label, RelativeTime } from "@keybrake/ui";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { askSession } from "../session/post-session.ts";
import type { ShownSessionRow } from "../session/read-sessions.ts";
import { useSession } from "../shell/session-context.tsx";
import { deviceWords } from "./device-words.ts";
import { SESSIONS_KEY } from "./own-keys.ts";

export function RevokeSession({ session }: { readonly session: ShownSessionRow }) {
  const { zone } = useSession().organization;
  const dialog = useOverlayState();
  const queryClient = useQueryClient();
  const device = deviceWords(session.user_agent);
  const act = async () => {
    const problem = await askSession("revoke-session", { session_id: session.id });
    if (problem !== null) return problem;
    toast.success(`${device} is signed out.`);
    await queryClient.invalidateQueries({ queryKey: SESSIONS_KEY });
    return null;
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-denied"
        onPress={dialog.open}
        aria-label={`Sign out ${device} at ${session.client_ip}`}
      >
        Sign out
      </Button>
      <ConfirmDialog state={dialog} title="Sign out this browser?" confirm="Sign out" onConfirm={act}>
        <p className="text-sm">
          {device} at <Label text={session.client_ip} />, last seen{" "}
          <RelativeTime at={session.last_seen_at} zone={zone} />, can do nothing in your name any more, from
          its next request on. Whoever sits there needs your password to come back.
        </p>
      </ConfirmDialog>
    </>
  );
}
