import { done, type Result, refuse, type SessionToken } from "@keybrake/api";
import { z } from "zod";
import { accountActions } from "./account-actions.ts";
import { type ActionResult, action, type SessionAction } from "./session-action.ts";

const secret = z.string().max(200);
const text = z.string().max(1_024);

/** What people do with their own session, by its name in the address `/api/session/<name>`. */
export const sessionActions: ReadonlyMap<string, SessionAction> = new Map(
  Object.entries({
    "sign-in": action({ email: text, password: text }, async (identity, input, browser) => {
      const { sessionToken: replaces, ...client } = browser;
      return keep(await identity.signInWithPassword({ ...input, ...client, replaces }));
    }),

    "sign-out": action({}, async (identity, _, { sessionToken }) => {
      await identity.signOut(sessionToken);
      return done({ session: null });
    }),

    "sign-out-everywhere": action({}, async (identity, _, { sessionToken = "" }) => {
      const ended = await identity.signOutEverywhere(sessionToken);
      return ended.ok ? done({ session: null, body: ended.value }) : ended;
    }),

    "set-up": action(
      { code: text, organization_name: text, zone: text.optional(), name: text, email: text, password: text },
      async (identity, input, { sessionToken: _, ...client }) =>
        keep(await identity.setUp({ ...input, ...client })),
    ),

    // After the person changed their own role: a token that was copied before is worth nothing then.
    renew: action({}, async (identity, _, { sessionToken = "" }) => {
      const session = await identity.renewSession(sessionToken);
      return session === null ? refuse("signed_out", "Sign in to go on.") : done({ session });
    }),

    "switch-organization": action({ organization_id: text }, async (identity, input, { sessionToken = "" }) =>
      keep(await identity.switchOrganization(sessionToken, input.organization_id)),
    ),

    "create-organization": action(
      { name: text, zone: text.optional() },
      async (identity, input, { sessionToken = "" }) => {
        const made = await identity.createOrganization(sessionToken, input);
        if (!made.ok) return made;
        const { organizationId, ...session } = made.value;
        return done({ session, body: { organization_id: organizationId } });
      },
    ),

    "show-invitation": action({ token: secret }, async (identity, { token }) => {
      const found = await identity.findOpenInvitation(token);
      if (!found.ok) return found;
      const { organizationName, email, role, expiresAt } = found.value;
      const expires_at = expiresAt.toISOString();
      return done({ body: { organization_name: organizationName, email, role, expires_at } });
    }),

    "accept-invitation": action(
      { token: secret, name: text.optional(), password: text.optional() },
      async (identity, input, browser) => {
        const accepted = await identity.acceptInvitation({ ...input, ...browser });
        if (!accepted.ok) return accepted;
        const { organizationId, ...session } = accepted.value;
        return done({ session, body: { organization_id: organizationId } });
      },
    ),

    "list-sessions": action({}, async (identity, _, { sessionToken = "" }) => {
      const listed = await identity.listSessions(sessionToken);
      if (!listed.ok) return listed;
      const sessions = listed.value.map((session) => ({
        id: session.id,
        created_at: session.createdAt.toISOString(),
        last_seen_at: session.lastSeenAt.toISOString(),
        expires_at: session.expiresAt.toISOString(),
        user_agent: session.userAgent,
        client_ip: session.clientIp,
        is_this: session.isThis,
      }));
      return done({ body: { sessions } });
    }),

    "revoke-session": action({ session_id: text }, async (identity, input, { sessionToken = "" }) => {
      const ended = await identity.revokeSession(sessionToken, input.session_id);
      return ended.ok ? done({}) : ended;
    }),

    ...accountActions,
  }),
);

function keep(result: Result<SessionToken>): Result<ActionResult> {
  return result.ok ? done({ session: result.value }) : result;
}
