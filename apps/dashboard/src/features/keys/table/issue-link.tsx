"use client";

import { Plus } from "lucide-react";
import { LinkButton } from "../../form/link-button.tsx";
import { useMay } from "../../shell/session-context.tsx";

export function IssueLink() {
  if (!useMay("member")) return null;
  return (
    <LinkButton href="/keys/new">
      <Plus aria-hidden="true" />
      Issue a key
    </LinkButton>
  );
}
