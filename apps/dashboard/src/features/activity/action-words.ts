/** What was done, in words, by the name of the operation that did it; grouped as they are looked for. */
const ACTIONS: Readonly<Record<string, string>> = {
  "vault-keys.issue": "Issued a vault key",
  "vault-keys.revoke": "Revoked a vault key",
  "runs.revoke": "Revoked a run",
  "calls.resolve": "Resolved an unknown call",
  "credentials.create": "Added a credential",
  "credentials.rotate": "Rotated a credential",
  "credentials.disable": "Disabled a credential",
  "vendors.define": "Defined a vendor",
  "vendors.change": "Changed a vendor",
  "vendors.archive": "Archived a vendor",
  "policies.create": "Made a policy",
  "policies.add-version": "Changed a policy",
  "policies.rename": "Renamed a policy",
  "policies.archive": "Archived a policy",
  "members.add": "Added a member",
  "members.change-role": "Changed a role",
  "members.remove": "Removed a member",
  "members.leave": "Left the organization",
  "account.change-password": "Changed their password",
  "account.connect": "Connected an account to sign in by",
  "account.remove": "Removed an account to sign in by",
  "invitations.create": "Invited somebody",
  "invitations.accept": "Accepted an invitation",
  "invitations.revoke": "Revoked an invitation",
  "service-tokens.create": "Made a service token",
  "service-tokens.revoke": "Revoked a service token",
  "currency-rates.set": "Set a currency rate",
  "organizations.create": "Made the organization",
  "organizations.update": "Changed the settings",
};

export const ACTION_NAMES: readonly string[] = Object.keys(ACTIONS);

/** An action that these words do not know yet is named as it is stored. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? action;
}
