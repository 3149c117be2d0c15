import { type AuthConfig, skipCSRFCheck } from "@auth/core";
import type { Identity } from "@keybrake/api";
import type { DashboardEnv } from "../../env.ts";
import { authAdapter } from "./auth-adapter.ts";
import { authProviders } from "./auth-providers.ts";
import { clientOf } from "./client-of.ts";
import { googleEmail } from "./proven-email.ts";
import { areCookiesSecure, readSessionCookie, SESSION_SECONDS, sessionCookieName } from "./session-cookie.ts";

export type AuthSettings = Pick<DashboardEnv, "authSecret" | "google" | "github" | "publicDashboardUrl">;

export const AUTH_PATH = "/api/auth";

/** How Auth.js is used for one request: it knows the ways to prove who somebody is, we keep who is signed in. */
export function authConfig(
  request: Request,
  identity: Identity,
  settings: AuthSettings & { readonly onError: (cause: unknown) => void },
): AuthConfig {
  const { publicDashboardUrl, authSecret, onError } = settings;
  const client = clientOf(request.headers);
  const sessionToken = readSessionCookie(request.headers, publicDashboardUrl);
  const secure = areCookiesSecure(publicDashboardUrl);
  return {
    basePath: AUTH_PATH,
    secret: authSecret,
    // The address is ours already: it was written from the settings, not from what the request calls us.
    trustHost: true,
    // Every POST was checked to come from our own pages, which no token in a form can do better.
    skipCSRFCheck,
    useSecureCookies: secure,
    providers: authProviders(identity, client, settings),
    adapter: authAdapter(identity, sessionToken),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: sessionCookieName(publicDashboardUrl),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    // Auth.js keeps no sessions in a database for people with passwords, so its tokens are replaced: what it takes for
    // one is our session's random token.
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    jwt: {
      encode: async ({ token }) => {
        if (token?.sub === undefined) throw new Error("Auth.js signs in nobody");
        return (await identity.createSession({ userId: token.sub, ...client, replaces: sessionToken })).token;
      },
      decode: async ({ token }) => {
        const session = await identity.findSession(token);
        return session === null ? null : { sub: session.userId, email: session.email, name: session.name };
      },
    },
    callbacks: {
      signIn: async ({ account, profile, user }) => {
        if (account?.type === "credentials") return true;
        if (account == null || profile === undefined) return false;
        // GitHub's was proven where it was fetched.
        const email = account.provider === "google" ? googleEmail(profile) : (profile.email ?? null);
        if (email === null) return "/sign-in?error=email_not_verified";
        const linked = await identity.linkOrCreate({
          provider: account.provider,
          providerAccountId: account.providerAccountId,
          email,
          name: user.name ?? null,
          sessionToken,
        });
        return linked.ok ? true : `/sign-in?error=${linked.problem.code}`;
      },
    },
    events: { signOut: () => identity.signOut(sessionToken) },
    logger: { error: onError, warn: () => undefined, debug: () => undefined },
  };
}
