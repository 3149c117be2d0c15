"use client";

import { Button } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { postSession } from "../session/post-session.ts";

export function SignOutButton({ email }: { readonly email: string }) {
  const leave = async () => {
    if (await postSession("sign-out", {})) window.location.assign("/sign-in");
  };
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <span>
        Signed in as <Label text={email} />.
      </span>
      <Button size="sm" variant="ghost" onPress={() => void leave()}>
        Sign out
      </Button>
    </span>
  );
}
