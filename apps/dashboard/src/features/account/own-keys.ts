import { ownPace } from "../live/live-pages.ts";

/** The own sessions: what happens in the organization is no reason to ask for them again. */
export const SESSIONS_KEY = ["own-sessions"] as const;

/** The ways in which one signs in; likewise. */
export const WAYS_IN_KEY = ["own-ways-in"] as const;

export const OWN = { retry: false, meta: ownPace.meta } as const;
