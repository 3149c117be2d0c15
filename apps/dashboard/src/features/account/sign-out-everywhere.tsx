"use client";

import { Button, useOverlayState } from "@heroui/react";
import { ConfirmDialog } from "../form/confirm-dialog.tsx";
import { askSession } from "../session/post-session.ts";

/** `count` is null until it is known. */
export function SignOutEverywhere({ count }: { readonly count: number | null }) {
  const dialog = useOverlayState();
  const act = async () => {
    const problem = await askSession("sign-out-everywhere", {});
    if (problem === null) window.location.assign("/sign-in");
    return problem;
  };
  return (
    <>
      <Button variant="danger-soft" onPress={dialog.open}>
        Sign out everywhere
      </Button>
      <ConfirmDialog
        state={dialog}
        title="Sign out everywhere?"
        confirm="Sign out everywhere"
        onConfirm={act}
      >
        <p className="text-sm">
          {count === null
            ? "All your sessions end"
            : count === 1
              ? "Your one session ends"
              : `All ${count} sessions end`}
          , this one included. Vault keys and service tokens that you made go on working: revoke those by
          themselves.
        </p>
      </ConfirmDialog>
    </>
  );
}
