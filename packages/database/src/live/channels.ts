/** There are new calls, or calls have changed: ids of organizations, a space between them. */
export const CALLS_CHANNEL = "keybrake_calls";
/** A vault key was revoked: organization and key. Sent by the revoking functions themselves. */
export const REVOKED_CHANNEL = "keybrake_revoked";
/** Something was done in the control plane: the organization. */
export const ACTIVITY_CHANNEL = "keybrake_activity";

/** Stands for an organization where nobody knows which: all of them. */
export const EVERY_ORGANIZATION = "*";

/** Postgres takes payloads below 8000 bytes. */
export const ORGANIZATIONS_MAX = 200;
