export { type ActivityEntry, recordActivity } from "./activity.ts";
export { type ActivityFilters, type ActivityRecord, exportActivity, listActivity } from "./activity-log.ts";
export { type AgentSummary, type DeniedEndpoints, listAgents, readDeniedEndpoints } from "./agents.ts";
export {
  type AppDatabase,
  type AppDatabaseOptions,
  createAppDatabase,
  type OrganizationTransaction,
} from "./app-database.ts";
export { exportCalls } from "./audit-export.ts";
export { type AuditLogRow, listCalls } from "./audit-log.ts";
export {
  findFollowers,
  listCorrections,
  type RelatedCall,
  readCallDetail,
  readCalls,
  readCountedObject,
} from "./call-detail.ts";
export type { CallFilters } from "./call-filters.ts";
export { type CallTotals, readCallTotals } from "./call-totals.ts";
export type { RollupFilters, RollupSums } from "./charts/rollup.ts";
export { readSeries, type SeriesPoint } from "./charts/series.ts";
export { readEndpointSums, readVendorSums } from "./charts/totals.ts";
export { type ChartWindow, type RecentWindow, readBucketStarts, readRecentWindow } from "./charts/window.ts";
export { type DatabaseRole, roleUrl } from "./connection.ts";
export { countCalls } from "./count-calls.ts";
export {
  type CredentialRow,
  type CredentialUse,
  listCredentialRows,
  readCredentialUse,
} from "./credential-table.ts";
export {
  type CredentialRecord,
  type CredentialToStore,
  disableCredential,
  findActiveCredentials,
  listCredentials,
  readCredential,
  rotateCredential,
  storeCredential,
} from "./credentials.ts";
export { type CurrencyRateRecord, listCurrencyRates, setCurrencyRate } from "./currency-rates.ts";
export {
  addCustomVendorVersion,
  archiveCustomVendor,
  type CustomVendorRecord,
  createCustomVendorRow,
  listCustomVendors,
  lockCustomVendor,
  readCustomVendor,
} from "./custom-vendors.ts";
export { claimIdempotencyKey } from "./idempotency.ts";
export {
  type AccountLink,
  type AccountName,
  findUserByAccount,
  linkAccount,
  type UserRecord,
} from "./identity/accounts.ts";
export {
  acceptInvitation,
  createInvitation,
  findInvitation,
  type InvitationAcceptance,
  type InvitationRecord,
  listInvitations,
  type OpenInvitation,
  revokeInvitation,
} from "./identity/invitations.ts";
export {
  changeMember,
  listMembers,
  type MemberRecord,
  type MemberRefusal,
  nameActors,
} from "./identity/members.ts";
export type { PersonActivity } from "./identity/person-activity.ts";
export {
  createSession,
  endSession,
  endSessions,
  findSession,
  listSessions,
  renewSession,
  type SessionRecord,
  type SessionSummary,
} from "./identity/sessions.ts";
export {
  checkSetUpCode,
  createOrganization,
  isSetUpOpen,
  type NewOrganization,
  setUp,
} from "./identity/set-up.ts";
export { beginAttempt, endAttempt, findSignIn, type SignInRecord } from "./identity/sign-in.ts";
export { changePassword, listWaysIn, removeAccount, type WaysIn } from "./identity/ways-in.ts";
export {
  type IssueRefusal,
  type IssueResult,
  issueVaultKey,
  type VaultKeyToIssue,
} from "./issue-vault-key.ts";
export { type LiveChange, LiveFeed } from "./live/live-feed.ts";
export {
  isTimeZone,
  type OrganizationLimits,
  type OrganizationRecord,
  readOrganization,
  readOrganizationLimits,
  updateOrganization,
} from "./organizations.ts";
export {
  type AgentStanding,
  isTryingOut,
  type KeyNearCap,
  type LiveCaps,
  type OpenHolds,
  readAgentStandings,
  readKeysNearCap,
  readLiveCaps,
  readOpenHolds,
  readToday,
  type Today,
} from "./overview.ts";
export { findPolicy, type PolicyRecord } from "./policies.ts";
export {
  addPolicyVersion,
  archivePolicy,
  createPolicy,
  listPolicies,
  lockPolicy,
  type PolicySummary,
  type PolicyWithVersions,
  readPolicyVersions,
  renamePolicy,
} from "./policy-versions.ts";
export { listPrices, type PriceListState, type PriceRecord, setPrices, unsetPrices } from "./prices.ts";
export { createProxyDatabase } from "./proxy/create-proxy-database.ts";
export type {
  KeeperJob,
  KeyStanding,
  OpenCallRecord,
  PriceListRecord,
  ProxyDatabase,
  ProxyDatabaseOptions,
  SealedCredential,
  VaultKeyRecord,
} from "./proxy/proxy-database.ts";
export { type CallDecision, type CallResolution, resolveCall } from "./resolve-call.ts";
export { type InFlight, type KeyRevocation, readInFlight, revokeRun, revokeVaultKey } from "./revocation.ts";
export { listRuns, type RunCalls, type RunSummary, readRunCalls } from "./runs.ts";
export { type FoundNames, searchNames } from "./search.ts";
export {
  createServiceToken,
  findServiceToken,
  listServiceTokens,
  revokeServiceToken,
  type ServiceTokenRecord,
  type ServiceTokenSummary,
} from "./service-tokens.ts";
export {
  readSpend,
  type SpendBucket,
  type SpendGroup,
  type SpendInterval,
  type SpendQuery,
} from "./spend.ts";
export { isUnreachable } from "./unreachable.ts";
export { listVaultKeyRows, type VaultKeyRow } from "./vault-key-table.ts";
export {
  listVaultKeys,
  readVaultKey,
  type VaultKeyFilters,
  type VaultKeyStanding,
  type VaultKeyState,
  type VaultKeySummary,
} from "./vault-keys.ts";
