/** Under which the own sessions are kept among what was asked for. */
export const SESSIONS_KEY = ["own-sessions"] as const;
