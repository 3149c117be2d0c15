/** A token without its secret. */
export interface ServiceToken {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly last4: string;
  readonly created_at: string;
  readonly created_by: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}
