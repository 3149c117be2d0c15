import { Auth } from "@auth/core";
import { AuthError, CredentialsSignin } from "@auth/core/errors";
import type { Identity } from "@keybrake/api";
import { faultProblem, notFound, type Platform, problemAnswer, refuse } from "@keybrake/api";
import { AUTH_PATH, type AuthSettings, authConfig } from "./auth-config.ts";
import { dashboardOrigin } from "./dashboard-origin.ts";
import { isSameOrigin } from "./is-same-origin.ts";

/** What of Auth.js is reached. Not its pages, and not its way of telling or prolonging a session. */
const ROUTES =
  /^(GET \/callback\/(google|github)|POST \/(signin\/(google|github)|callback\/credentials|signout))$/;

const BODY_BYTES_MAX = 16 * 1024;

export interface AuthDependencies {
  readonly identity: Identity;
  readonly settings: AuthSettings;
  readonly onFault: Platform["onFault"];
}

/** Signing in by password or at another provider, on Fetch types. Never rejects. */
export async function handleAuth(request: Request, dependencies: AuthDependencies): Promise<Response> {
  const { identity, settings, onFault } = dependencies;
  const asked = new URL(request.url);
  const route = `${request.method} ${asked.pathname.slice(AUTH_PATH.length)}`;
  if (!ROUTES.test(route)) return problemAnswer(notFound().problem);
  if (request.method !== "GET") {
    if (!isSameOrigin(request, settings.publicDashboardUrl)) {
      return problemAnswer(refuse("cross_site", "Another site sent this.").problem);
    }
    if (!(Number(request.headers.get("content-length") ?? Number.NaN) <= BODY_BYTES_MAX)) {
      return problemAnswer(refuse("body_too_large", "Send a short body, and say how long it is.").problem);
    }
  }
  const onError = (cause: unknown) => {
    // That somebody may not sign in is an answer; everything else is a fault of ours or of the provider.
    if (cause instanceof CredentialsSignin) return;
    onFault({ faultId: "none", operation: `auth ${route}`, cause: causeOf(cause) });
  };
  try {
    // Under the address that people know: Auth.js takes it from the request, where the caller could write it.
    const origin = dashboardOrigin(request.headers, settings.publicDashboardUrl);
    const known = new Request(new URL(asked.pathname + asked.search, origin), request);
    const answer = await Auth(known, authConfig(request, identity, { ...settings, onError }));
    // The headers of a redirect that Auth.js made by itself cannot be added to.
    const response = new Response(answer.body, answer);
    response.headers.set("cache-control", "no-store");
    return response;
  } catch (cause) {
    return problemAnswer(faultProblem({ onFault }, `auth ${route}`, cause));
  }
}

/** Auth.js wraps what went wrong, in one or two layers of its own. */
function causeOf(fault: unknown): unknown {
  if (!(fault instanceof AuthError)) return fault;
  return fault.cause?.err ?? fault;
}
