/** The roles that hold our processes' rights in Postgres; a login takes one on by `role`, or is one itself. */
export type DatabaseRole = "keybrake_app" | "keybrake_proxy" | "keybrake_operator";

/**
 * The same connection string, whose sessions start with the rights of `role` and nothing more.
 * The login must be a member of the role. Options that the string already carries are kept.
 */
export function roleUrl(databaseUrl: string, role: DatabaseRole): string {
  const url = new URL(databaseUrl);
  const options = [url.searchParams.get("options"), `-c role=${role}`].filter(Boolean).join(" ");
  url.searchParams.set("options", options);
  // URLSearchParams writes a space as "+", which connection strings read as a plus sign.
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}
