import type { Adapter } from "@auth/core/adapters";
import type { Identity } from "@keybrake/api";

/**
 * What Auth.js asks of a database. Not the Prisma adapter: that one reads and writes the rows of people and accounts,
 * which the dashboard's role may not touch; here every question goes through a function that answers just it. People
 * are made and accounts connected before Auth.js comes to it, in the sign-in callback, where that can be refused.
 */
export function authAdapter(identity: Identity, sessionToken: string | undefined): Adapter {
  return {
    getUserByAccount: async ({ provider, providerAccountId }) => {
      const user = await identity.findUserByAccount({ provider, providerAccountId });
      return user === null
        ? null
        : { id: user.userId, email: user.email, name: user.name, emailVerified: null };
    },
    // Only ever asked for whom the request's own session names.
    getUser: async (id) => {
      const session = await identity.findSession(sessionToken);
      if (session === null || session.userId !== id) return null;
      return { id, email: session.email, name: session.name, emailVerified: null };
    },
    getUserByEmail: never,
    createUser: never,
    linkAccount: never,
  };
}

function never(): never {
  throw new Error("an account came past the sign-in callback without being connected to anybody");
}
