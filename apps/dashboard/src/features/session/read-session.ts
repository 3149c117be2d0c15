import type { Session } from "@keybrake/api";
import { controlPlane } from "../../control-plane.ts";
import { settings } from "../../settings.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Who makes a request, by its cookie; null when nobody is signed in. Read anew each time, never kept. */
export function readSession(headers: Headers): Promise<Session | null> {
  return controlPlane().identity.findSession(readSessionCookie(headers, settings().publicDashboardUrl));
}
