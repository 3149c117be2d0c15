"use client";

import { Button } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { ActionForm } from "../form/action-form.tsx";
import { askSession, postSession } from "../session/post-session.ts";

interface AcceptAsSignedInProps {
  readonly token: string;
  /** Whom the invitation is for. */
  readonly invited: string;
  readonly signedInAs: string;
}

export function AcceptAsSignedIn({ token, invited, signedInAs }: AcceptAsSignedInProps) {
  if (invited !== signedInAs) return <OtherPerson signedInAs={signedInAs} />;
  return (
    <ActionForm
      submit="Accept"
      leavesPage
      fullWidth
      onSubmit={async () => {
        const problem = await askSession("accept-invitation", { token });
        if (problem === null) window.location.assign("/");
        return problem;
      }}
    >
      <p className="text-sm text-ink-muted">
        You are signed in as <Label text={signedInAs} className="text-ink" />.
      </p>
    </ActionForm>
  );
}

function OtherPerson({ signedInAs }: { readonly signedInAs: string }) {
  const leave = async () => {
    if (await postSession("sign-out", {})) window.location.reload();
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-sm">
        It is for somebody else: you are signed in as <Label text={signedInAs} className="font-medium" />. If
        both are you, sign out here and accept it with the other address.
      </p>
      <Button variant="outline" onPress={() => void leave()}>
        Sign out and go on
      </Button>
    </div>
  );
}
