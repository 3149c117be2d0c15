import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { EntryCard } from "../../../../features/entry/entry-card.tsx";
import { EntryLink } from "../../../../features/entry/entry-link.tsx";
import { NewOrganizationForm } from "../../../../features/entry/new-organization-form.tsx";
import { SignOutButton } from "../../../../features/entry/sign-out-button.tsx";
import { readSession } from "../../../../features/session/read-session.ts";

export const metadata = { title: "New organization" };

export default async function Page() {
  const session = await readSession(await headers());
  if (session === null) redirect("/sign-in");
  const isSomewhere = session.organizationId !== null;
  return (
    <EntryCard
      title="A new organization"
      lead="It has its own people, credentials, keys and audit log; nobody of another one sees any of it. You become its owner."
      foot={
        isSomewhere ? (
          <EntryLink href="/">Back to the overview</EntryLink>
        ) : (
          <SignOutButton email={session.email} />
        )
      }
    >
      {isSomewhere ? null : (
        <p className="rounded-md bg-held-soft px-3 py-2 text-sm text-held">
          You are in no organization at the moment. Somebody can invite you to theirs, or you make your own.
        </p>
      )}
      <NewOrganizationForm />
    </EntryCard>
  );
}
