export { type ActivityEntry, recordActivity } from "./activity.ts";
export {
  type AppDatabase,
  type AppDatabaseOptions,
  createAppDatabase,
  type OrganizationTransaction,
} from "./app-database.ts";
export { exportCalls } from "./audit-export.ts";
export { type AuditLogRow, listCalls } from "./audit-log.ts";
export type { CallFilters } from "./call-filters.ts";
export { type DatabaseRole, roleUrl } from "./connection.ts";
export {
  type CredentialRecord,
  type CredentialToStore,
  disableCredential,
  findActiveCredentials,
  listCredentials,
  storeCredential,
} from "./credentials.ts";
export { type CurrencyRateRecord, listCurrencyRates, setCurrencyRate } from "./currency-rates.ts";
export { claimIdempotencyKey } from "./idempotency.ts";
export {
  type IssueRefusal,
  type IssueResult,
  issueVaultKey,
  type VaultKeyToIssue,
} from "./issue-vault-key.ts";
export { type OrganizationLimits, readOrganizationLimits } from "./organizations.ts";
export { findPolicy, type PolicyRecord } from "./policies.ts";
export { createProxyDatabase } from "./proxy/create-proxy-database.ts";
export type {
  KeeperJob,
  KeyStanding,
  ProxyDatabase,
  ProxyDatabaseOptions,
  SealedCredential,
  VaultKeyRecord,
} from "./proxy/proxy-database.ts";
export { type CallDecision, type CallResolution, resolveCall } from "./resolve-call.ts";
export { type InFlight, type KeyRevocation, revokeRun, revokeVaultKey } from "./revocation.ts";
export { findServiceToken, type ServiceTokenRecord } from "./service-tokens.ts";
export {
  readSpend,
  type SpendBucket,
  type SpendGroup,
  type SpendInterval,
  type SpendQuery,
} from "./spend.ts";
export { isUnreachable } from "./unreachable.ts";
export {
  listVaultKeys,
  readVaultKey,
  type VaultKeyFilters,
  type VaultKeyStanding,
  type VaultKeyState,
  type VaultKeySummary,
} from "./vault-keys.ts";
