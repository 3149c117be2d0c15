import { CredentialsSignin } from "@auth/core/errors";
import type { Provider } from "@auth/core/providers";
import Credentials from "@auth/core/providers/credentials";
import GitHub from "@auth/core/providers/github";
import Google from "@auth/core/providers/google";
import type { Client, Identity } from "@keybrake/api";
import { z } from "zod";
import type { DashboardEnv, OAuthClient } from "../../env.ts";
import { githubEmail } from "./proven-email.ts";

const credentials = z.object({ email: z.string().max(1_024), password: z.string().max(1_024) });
const githubUser = z.looseObject({ id: z.number() });

const API_TIMEOUT_MS = 10_000;

/** Tells a page why, in the address that it is sent to: `?error=CredentialsSignin&code=too_many_attempts`. */
class SignInRefused extends CredentialsSignin {
  constructor(code: string) {
    super();
    this.code = code;
  }
}

export function authProviders(
  identity: Identity,
  client: Client,
  env: Pick<DashboardEnv, "google" | "github">,
): Provider[] {
  return [
    passwords(identity, client),
    ...(env.google === null ? [] : [Google({ ...env.google, checks: ["pkce", "state", "nonce"] })]),
    ...(env.github === null ? [] : [gitHub(env.github)]),
  ];
}

function passwords(identity: Identity, { clientIp }: Client): Provider {
  return Credentials({
    credentials: { email: {}, password: {} },
    authorize: async (given) => {
      const claim = credentials.safeParse({ email: given.email, password: given.password });
      if (!claim.success) throw new SignInRefused("sign_in_failed");
      const person = await identity.checkPassword({ ...claim.data, clientIp });
      if (!person.ok) throw new SignInRefused(person.problem.code);
      return { id: person.value.userId, email: person.value.email, name: person.value.name };
    },
  });
}

function gitHub(oauth: OAuthClient): Provider {
  return GitHub({
    ...oauth,
    checks: ["pkce", "state"],
    userinfo: {
      url: "https://api.github.com/user",
      // The address shown on a profile is whatever its holder lets be seen; the list says which ones are proven.
      request: async ({ tokens }: { tokens: { access_token?: string } }) => {
        const profile = githubUser.parse(await askGitHub("/user", tokens.access_token));
        return { ...profile, email: githubEmail(await askGitHub("/user/emails", tokens.access_token)) };
      },
    },
  });
}

async function askGitHub(path: string, accessToken: string | undefined): Promise<unknown> {
  const response = await fetch(`https://api.github.com${path}`, {
    headers: { authorization: `Bearer ${accessToken}`, "user-agent": "keybrake" },
    signal: AbortSignal.timeout(API_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${path}`);
  return response.json();
}
