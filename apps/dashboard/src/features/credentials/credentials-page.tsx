"use client";

import { PageHeader } from "@keybrake/ui";
import Link from "next/link";
import { useMay } from "../shell/session-context.tsx";
import { AddCredential } from "./add-credential.tsx";
import { AddSandbox } from "./add-sandbox.tsx";
import { CredentialList } from "./credential-list.tsx";

/** Which real keys do we hold? */
export function CredentialsPage() {
  const mayChange = useMay("admin");
  const actions = mayChange ? (
    <>
      <AddSandbox />
      <AddCredential />
    </>
  ) : null;
  return (
    <>
      <PageHeader title="Credentials" question="Which real keys do we hold?" actions={actions} />
      <p className="max-w-prose pb-4 text-sm text-ink-muted">
        The vendors' own secrets, sealed so that only the proxy can open them. No agent ever holds one, and
        nobody can read one here again. A vendor that is not among those offered can be{" "}
        <Link href="/vendors" className="text-accent underline">
          defined
        </Link>
        .
      </p>
      <CredentialList emptyAction={actions} mayChange={mayChange} />
    </>
  );
}
