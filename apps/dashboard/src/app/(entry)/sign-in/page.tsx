import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { controlPlane } from "../../../control-plane.ts";
import { EntryCard } from "../../../features/entry/entry-card.tsx";
import { ProviderButtons } from "../../../features/entry/provider-buttons.tsx";
import { providerRefusal } from "../../../features/entry/provider-refusals.ts";
import { SignInForm } from "../../../features/entry/sign-in-form.tsx";
import { FormProblem } from "../../../features/form/form-problem.tsx";
import { readSession } from "../../../features/session/read-session.ts";
import { returnPath } from "../../../features/session/return-path.ts";
import { signInProviders } from "../../../features/session/sign-in-providers.ts";
import { settings } from "../../../settings.ts";

export const metadata = { title: "Sign in" };

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function Page({ searchParams }: SignInPageProps) {
  const { error, to: said } = await searchParams;
  const to = returnPath(said);
  // Signed in already: whoever connects an account elsewhere comes back here only if that failed.
  if ((await readSession(await headers())) !== null) {
    redirect(typeof error === "string" ? `/account?${new URLSearchParams({ error })}` : to);
  }
  if (await controlPlane().identity.isSetUpOpen()) redirect("/set-up");
  const providers = signInProviders(settings());
  return (
    <EntryCard title="Sign in" foot="No account? An admin of your organization can invite you.">
      <FormProblem detail={typeof error === "string" ? providerRefusal(error) : null} />
      <SignInForm to={to} />
      {providers.length === 0 ? null : (
        <div className="border-t border-line pt-5">
          <ProviderButtons providers={providers} verb="Go on with" />
        </div>
      )}
    </EntryCard>
  );
}
