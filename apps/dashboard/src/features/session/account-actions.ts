import { done } from "@keybrake/api";
import { z } from "zod";
import { action } from "./session-action.ts";

const text = z.string().max(1_024);

/** What people change of how they sign in. */
export const accountActions = {
  "change-password": action(
    { present_password: text, new_password: text },
    async (identity, input, { sessionToken = "", clientIp }) => {
      const changed = await identity.changePassword(sessionToken, { ...input, clientIp });
      if (!changed.ok) return changed;
      const { ended, ...session } = changed.value;
      return done({ session, body: { ended } });
    },
  ),

  "list-ways-in": action({}, async (identity, _, { sessionToken = "" }, providers) => {
    const ways = await identity.listWaysIn(sessionToken, providers);
    if (!ways.ok) return ways;
    const accounts = ways.value.accounts.map((account) => ({
      provider: account.provider,
      provider_account_id: account.providerAccountId,
      connected_at: account.connectedAt.toISOString(),
      is_last_way_in: account.isLastWayIn,
    }));
    return done({ body: { has_password: ways.value.hasPassword, accounts } });
  }),

  "remove-account": action(
    { provider: text, provider_account_id: text },
    async (identity, input, { sessionToken = "" }, providers) => {
      const { provider, provider_account_id: providerAccountId } = input;
      const removed = await identity.removeAccount(sessionToken, {
        provider,
        providerAccountId,
        usable: providers,
      });
      return removed.ok ? done({ body: removed.value }) : removed;
    },
  ),
};
