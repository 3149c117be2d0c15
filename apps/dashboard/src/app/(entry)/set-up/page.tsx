import { PASSWORD_RULE } from "@keybrake/api";
import { controlPlane } from "../../../control-plane.ts";
import { EntryCard } from "../../../features/entry/entry-card.tsx";
import { EntryLink } from "../../../features/entry/entry-link.tsx";
import { SetUpForm } from "../../../features/entry/set-up-form.tsx";

export const metadata = { title: "Set up" };

export default async function Page() {
  if (!(await controlPlane().identity.isSetUpOpen())) {
    return (
      <EntryCard title="Keybrake is set up already">
        <p className="text-sm text-ink-muted">
          Its first owner is here. <EntryLink href="/sign-in">Sign in</EntryLink>, or ask an admin for an
          invitation.
        </p>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Set up Keybrake"
      lead="Nobody is here yet: you become the owner of the first organization."
    >
      <SetUpForm passwordRule={PASSWORD_RULE} />
    </EntryCard>
  );
}
