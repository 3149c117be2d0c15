import type { SessionToken } from "@keybrake/api";
import { isLoopback } from "./dashboard-origin.ts";

/** A session's longest life; the database ends it by its own clock, whatever a browser keeps. */
export const SESSION_SECONDS = 12 * 60 * 60;

/**
 * Whether cookies are for TLS only. They are, but on this machine over plain HTTP; a dashboard that is reached over
 * plain HTTP from elsewhere gets no session into a browser, rather than one that anybody on the way can read.
 */
export function areCookiesSecure(publicDashboardUrl: string): boolean {
  const url = new URL(publicDashboardUrl);
  return url.protocol === "https:" || !isLoopback(url);
}

/** With the prefix `__Host-` no other host and no plain connection can plant a cookie of this name. */
export function sessionCookieName(publicDashboardUrl: string): string {
  return areCookiesSecure(publicDashboardUrl) ? "__Host-keybrake-session" : "keybrake-session";
}

/** Undefined where there is none, or more than one: somebody planted one of them, and nobody knows which. */
export function readSessionCookie(headers: Headers, publicDashboardUrl: string): string | undefined {
  const prefix = `${sessionCookieName(publicDashboardUrl)}=`;
  const found = (headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  return found.length === 1 ? found[0]?.slice(prefix.length) : undefined;
}

/** The Set-Cookie header for a session, or for taking it away. */
export function writeSessionCookie(session: SessionToken | null, publicDashboardUrl: string): string {
  const name = sessionCookieName(publicDashboardUrl);
  const expires = session === null ? new Date(0) : session.expiresAt;
  const attributes = ["Path=/", `Expires=${expires.toUTCString()}`, "HttpOnly", "SameSite=Lax"];
  if (areCookiesSecure(publicDashboardUrl)) attributes.push("Secure");
  return [`${name}=${session?.token ?? ""}`, ...attributes].join("; ");
}
