import { EmptyState } from "@keybrake/ui";
import { Lock } from "lucide-react";
import { LinkButton } from "../../form/link-button.tsx";

export function MayNotIssue() {
  return (
    <EmptyState icon={Lock} title="Your role does not issue keys">
      It takes the role member. An admin of your organization can change yours, or issue the key for you.
    </EmptyState>
  );
}

/** A key works on one of the vendor's real keys; without one there is nothing to issue. */
export function NoCredential() {
  return (
    <EmptyState
      icon={Lock}
      title="There is no active credential yet"
      action={<LinkButton href="/credentials">Add a credential</LinkButton>}
    >
      A vault key stands in for one of a vendor's real keys. Add one first; a sandbox one needs no account
      anywhere.
    </EmptyState>
  );
}
