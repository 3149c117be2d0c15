"use client";

import { Button, useOverlayState } from "@heroui/react";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { InviteForm } from "./invite-form.tsx";

interface Sent {
  readonly email: string;
  readonly link: string;
}

/** Makes an invitation; its link is shown once, to be sent by whatever way the two people trust. */
export function Invite() {
  const [sent, setSent] = useState<Sent | null>(null);
  const dialog = useOverlayState({
    onOpenChange: (isOpen) => {
      if (isOpen) setSent(null);
    },
  });
  return (
    <>
      <Button onPress={dialog.open}>
        <UserPlus aria-hidden="true" />
        Invite
      </Button>
      <FormDialog
        state={dialog}
        title={sent === null ? "Invite somebody" : "The invitation is made"}
        holds={sent !== null}
      >
        {sent === null ? (
          <InviteForm onSent={setSent} />
        ) : (
          <ShownOnce what="the link" secret={sent.link} onDone={dialog.close}>
            <p className="text-sm text-ink-muted">
              Send it to <bdi className="text-ink">{sent.email}</bdi>: Keybrake sends no mail. It is good
              once, for that address only, and for 72 hours. An earlier link for the same address is void now.
            </p>
          </ShownOnce>
        )}
      </FormDialog>
    </>
  );
}
