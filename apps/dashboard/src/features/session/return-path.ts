/** Only to tell whether an address stays where it is; nothing is asked of it. */
const HERE = "http://here.invalid";

/** Where to go after signing in, of what the address said: a path of this dashboard, or its first page. */
export function returnPath(said: unknown): string {
  if (typeof said !== "string" || !said.startsWith("/") || !URL.canParse(said, HERE)) return "/";
  // Parsed as the browser will: `//elsewhere` and `/\elsewhere` are other hosts.
  const { origin, pathname, search } = new URL(said, HERE);
  return origin === HERE && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
}

/** The sign-in page, which leads back to here. */
export function signInPath(from: string | null): string {
  return from === null || from === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ to: from })}`;
}
