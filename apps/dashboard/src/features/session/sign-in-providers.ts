import type { DashboardEnv } from "../../env.ts";

export interface SignInProvider {
  readonly id: "google" | "github";
  readonly name: string;
}

/**
 * Where people can sign in besides here. To begin, a page posts to `/api/auth/signin/<id>` with the header
 * `x-auth-return-redirect: 1`, and goes to the `url` of the answer.
 */
export function signInProviders({
  google,
  github,
}: Pick<DashboardEnv, "google" | "github">): SignInProvider[] {
  const providers: SignInProvider[] = [];
  if (google !== null) providers.push({ id: "google", name: "Google" });
  if (github !== null) providers.push({ id: "github", name: "GitHub" });
  return providers;
}
