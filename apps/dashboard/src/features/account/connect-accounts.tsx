import { ProviderButtons } from "../entry/provider-buttons.tsx";
import { providerRefusal } from "../entry/provider-refusals.ts";
import { FormProblem } from "../form/form-problem.tsx";
import type { SignInProvider } from "../session/sign-in-providers.ts";

export interface ConnectAccountsProps {
  readonly providers: readonly SignInProvider[];
  /** The code of why connecting an account has just failed. */
  readonly connectingFailed: string | null;
}

/** Lets a person sign in by an account that they have elsewhere; nothing where no provider is set up. */
export function ConnectAccounts({ providers, connectingFailed }: ConnectAccountsProps) {
  if (providers.length === 0) return null;
  return (
    <section aria-labelledby="connect" className="flex max-w-sm flex-col gap-3">
      <div>
        <h2 id="connect" className="text-sm font-semibold">
          Connect an account
        </h2>
        <p className="text-xs text-ink-muted">
          Whoever controls the account there can sign in as you here, whatever your password is. Connecting
          the same one again changes nothing.
        </p>
      </div>
      <FormProblem detail={connectingFailed === null ? null : providerRefusal(connectingFailed)} />
      <ProviderButtons providers={providers} verb="Connect" />
    </section>
  );
}
