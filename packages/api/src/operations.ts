import type { AnyOperation } from "./operation.ts";
import { exportActivityOperation } from "./operations/activity/export.ts";
import { listActivityOperation } from "./operations/activity/list.ts";
import { listAgentsOperation } from "./operations/agents/list.ts";
import { showAgentOperation } from "./operations/agents/show.ts";
import { countCallsOperation } from "./operations/audit-log/count.ts";
import { exportCallsOperation } from "./operations/audit-log/export.ts";
import { listCallsOperation } from "./operations/audit-log/list.ts";
import { showCallOperation } from "./operations/audit-log/show.ts";
import { callTotalsOperation } from "./operations/audit-log/totals.ts";
import { resolveCallOperation } from "./operations/calls/resolve.ts";
import { callsByVerdictOperation } from "./operations/charts/calls-by-verdict.ts";
import { spendByVendorOperation } from "./operations/charts/spend-by-vendor.ts";
import { spendOverTimeOperation } from "./operations/charts/spend-over-time.ts";
import { topEndpointsOperation } from "./operations/charts/top-endpoints.ts";
import { createCredentialOperation } from "./operations/credentials/create.ts";
import { disableCredentialOperation } from "./operations/credentials/disable.ts";
import { listCredentialsOperation } from "./operations/credentials/list.ts";
import { rotateCredentialOperation } from "./operations/credentials/rotate.ts";
import { credentialTableOperation } from "./operations/credentials/table.ts";
import { credentialUseOperation } from "./operations/credentials/use.ts";
import { listCurrencyRatesOperation } from "./operations/currency-rates/list.ts";
import { setCurrencyRateOperation } from "./operations/currency-rates/set.ts";
import { createInvitationOperation } from "./operations/invitations/create.ts";
import { listInvitationsOperation } from "./operations/invitations/list.ts";
import { revokeInvitationOperation } from "./operations/invitations/revoke.ts";
import { changeRoleOperation } from "./operations/members/change-role.ts";
import { leaveOperation } from "./operations/members/leave.ts";
import { listMembersOperation } from "./operations/members/list.ts";
import { removeMemberOperation } from "./operations/members/remove.ts";
import { showOrganizationOperation } from "./operations/organizations/show.ts";
import { updateOrganizationOperation } from "./operations/organizations/update.ts";
import { showOverviewOperation } from "./operations/overview/show.ts";
import { addPolicyVersionOperation } from "./operations/policies/add-version.ts";
import { archivePolicyOperation } from "./operations/policies/archive.ts";
import { createPolicyOperation } from "./operations/policies/create.ts";
import { listPoliciesOperation } from "./operations/policies/list.ts";
import { renamePolicyOperation } from "./operations/policies/rename.ts";
import { showPolicyOperation } from "./operations/policies/show.ts";
import { listPricesOperation } from "./operations/prices/list.ts";
import { setPricesOperation } from "./operations/prices/set.ts";
import { listRunsOperation } from "./operations/runs/list.ts";
import { revokeRunOperation } from "./operations/runs/revoke.ts";
import { showRunOperation } from "./operations/runs/show.ts";
import { createServiceTokenOperation } from "./operations/service-tokens/create.ts";
import { listServiceTokensOperation } from "./operations/service-tokens/list.ts";
import { revokeServiceTokenOperation } from "./operations/service-tokens/revoke.ts";
import { readSpendOperation } from "./operations/spend/read.ts";
import { issueVaultKeyOperation } from "./operations/vault-keys/issue.ts";
import { listVaultKeysOperation } from "./operations/vault-keys/list.ts";
import { revokeVaultKeyOperation } from "./operations/vault-keys/revoke.ts";
import { showVaultKeyOperation } from "./operations/vault-keys/show.ts";
import { vaultKeyTableOperation } from "./operations/vault-keys/table.ts";
import { archiveVendorOperation } from "./operations/vendors/archive.ts";
import { changeVendorOperation } from "./operations/vendors/change.ts";
import { defineVendorOperation } from "./operations/vendors/define.ts";
import { listVendorsOperation } from "./operations/vendors/list.ts";
import { listEndpointsOperation } from "./operations/vendors/list-endpoints.ts";
import { showVendorOperation } from "./operations/vendors/show.ts";

/** Everything that can be done in an organization; REST and its description are made from those that have an address. */
export const operations: readonly AnyOperation[] = [
  issueVaultKeyOperation,
  listVaultKeysOperation,
  showVaultKeyOperation,
  revokeVaultKeyOperation,
  revokeRunOperation,
  listCallsOperation,
  exportCallsOperation,
  resolveCallOperation,
  readSpendOperation,
  createCredentialOperation,
  listCredentialsOperation,
  rotateCredentialOperation,
  disableCredentialOperation,
  listCurrencyRatesOperation,
  setCurrencyRateOperation,
  listPricesOperation,
  setPricesOperation,
  listVendorsOperation,
  showVendorOperation,
  defineVendorOperation,
  changeVendorOperation,
  archiveVendorOperation,
  listEndpointsOperation,
  showCallOperation,
  callTotalsOperation,
  countCallsOperation,
  showOverviewOperation,
  spendOverTimeOperation,
  callsByVerdictOperation,
  spendByVendorOperation,
  topEndpointsOperation,
  listAgentsOperation,
  showAgentOperation,
  listRunsOperation,
  showRunOperation,
  vaultKeyTableOperation,
  credentialTableOperation,
  credentialUseOperation,
  listMembersOperation,
  changeRoleOperation,
  removeMemberOperation,
  leaveOperation,
  createInvitationOperation,
  listInvitationsOperation,
  revokeInvitationOperation,
  listServiceTokensOperation,
  createServiceTokenOperation,
  revokeServiceTokenOperation,
  showOrganizationOperation,
  updateOrganizationOperation,
  listActivityOperation,
  exportActivityOperation,
  listPoliciesOperation,
  showPolicyOperation,
  createPolicyOperation,
  addPolicyVersionOperation,
  renamePolicyOperation,
  archivePolicyOperation,
];
