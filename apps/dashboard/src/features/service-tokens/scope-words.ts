/** What a service token may be allowed, from what orchestrators need most to what they need least. */
export const SCOPES = [
  { value: "keys:issue", label: "Issue vault keys", description: "Within the organization's maxima." },
  { value: "keys:revoke", label: "Revoke vault keys and runs", description: "Of any agent." },
  { value: "read", label: "Read", description: "Keys, calls, spend and rates, and the audit log as CSV." },
  {
    value: "credentials:write",
    label: "Change credentials and rates",
    description: "Adds, rotates and disables the vendors' real keys. Rarely needed by software.",
  },
  {
    value: "unknown:resolve",
    label: "Resolve unknown calls",
    description: "Says whether a call of unknown outcome was charged: it frees or counts money.",
  },
] as const;

export type Scope = (typeof SCOPES)[number]["value"];

export function isScope(value: string): value is Scope {
  return SCOPES.some((scope) => scope.value === value);
}
