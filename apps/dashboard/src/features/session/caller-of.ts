import type { Caller } from "@keybrake/api";
import { controlPlane } from "../../control-plane.ts";
import { settings } from "../../settings.ts";
import { isSameOrigin } from "./is-same-origin.ts";
import { readSession } from "./read-session.ts";

/** Who makes a request, read from its cookie anew each time: a role that was taken away is gone at once. */
export async function callerOf(request: Request): Promise<Caller> {
  const session = await readSession(request.headers);
  const { platform, live } = controlPlane();
  return {
    platform,
    live,
    isSameOrigin: isSameOrigin(request, settings().publicDashboardUrl),
    isStillIn: async (organizationId) =>
      (await readSession(request.headers))?.organizationId === organizationId,
    signedIn:
      session === null
        ? null
        : {
            sessionId: session.sessionId,
            userId: session.userId,
            organization:
              session.organizationId === null || session.role === null
                ? null
                : { id: session.organizationId, role: session.role },
          },
  };
}
