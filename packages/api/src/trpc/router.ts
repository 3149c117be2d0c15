import { listActivityOperation } from "../operations/activity/list.ts";
import { listAgentsOperation } from "../operations/agents/list.ts";
import { showAgentOperation } from "../operations/agents/show.ts";
import { countCallsOperation } from "../operations/audit-log/count.ts";
import { listCallsOperation } from "../operations/audit-log/list.ts";
import { showCallOperation } from "../operations/audit-log/show.ts";
import { callTotalsOperation } from "../operations/audit-log/totals.ts";
import { resolveCallOperation } from "../operations/calls/resolve.ts";
import { callsByVerdictOperation } from "../operations/charts/calls-by-verdict.ts";
import { spendByVendorOperation } from "../operations/charts/spend-by-vendor.ts";
import { spendOverTimeOperation } from "../operations/charts/spend-over-time.ts";
import { topEndpointsOperation } from "../operations/charts/top-endpoints.ts";
import { createCredentialOperation } from "../operations/credentials/create.ts";
import { disableCredentialOperation } from "../operations/credentials/disable.ts";
import { listCredentialsOperation } from "../operations/credentials/list.ts";
import { rotateCredentialOperation } from "../operations/credentials/rotate.ts";
import { credentialTableOperation } from "../operations/credentials/table.ts";
import { credentialUseOperation } from "../operations/credentials/use.ts";
import { listCurrencyRatesOperation } from "../operations/currency-rates/list.ts";
import { setCurrencyRateOperation } from "../operations/currency-rates/set.ts";
import { createInvitationOperation } from "../operations/invitations/create.ts";
import { listInvitationsOperation } from "../operations/invitations/list.ts";
import { revokeInvitationOperation } from "../operations/invitations/revoke.ts";
import { changeRoleOperation } from "../operations/members/change-role.ts";
import { leaveOperation } from "../operations/members/leave.ts";
import { listMembersOperation } from "../operations/members/list.ts";
import { removeMemberOperation } from "../operations/members/remove.ts";
import { showOrganizationOperation } from "../operations/organizations/show.ts";
import { updateOrganizationOperation } from "../operations/organizations/update.ts";
import { showOverviewOperation } from "../operations/overview/show.ts";
import { addPolicyVersionOperation } from "../operations/policies/add-version.ts";
import { archivePolicyOperation } from "../operations/policies/archive.ts";
import { createPolicyOperation } from "../operations/policies/create.ts";
import { listPoliciesOperation } from "../operations/policies/list.ts";
import { renamePolicyOperation } from "../operations/policies/rename.ts";
import { showPolicyOperation } from "../operations/policies/show.ts";
import { listPricesOperation } from "../operations/prices/list.ts";
import { setPricesOperation } from "../operations/prices/set.ts";
import { listRunsOperation } from "../operations/runs/list.ts";
import { revokeRunOperation } from "../operations/runs/revoke.ts";
import { showRunOperation } from "../operations/runs/show.ts";
import { findOperation } from "../operations/search/find.ts";
import { createServiceTokenOperation } from "../operations/service-tokens/create.ts";
import { listServiceTokensOperation } from "../operations/service-tokens/list.ts";
import { revokeServiceTokenOperation } from "../operations/service-tokens/revoke.ts";
import { readSpendOperation } from "../operations/spend/read.ts";
import { keysInFlightOperation } from "../operations/vault-keys/in-flight.ts";
import { issueVaultKeyOperation } from "../operations/vault-keys/issue.ts";
import { listVaultKeysOperation } from "../operations/vault-keys/list.ts";
import { revokeVaultKeyOperation } from "../operations/vault-keys/revoke.ts";
import { showVaultKeyOperation } from "../operations/vault-keys/show.ts";
import { keyStandingOperation } from "../operations/vault-keys/standing.ts";
import { vaultKeyTableOperation } from "../operations/vault-keys/table.ts";
import { archiveVendorOperation } from "../operations/vendors/archive.ts";
import { changeVendorOperation } from "../operations/vendors/change.ts";
import { defineVendorOperation } from "../operations/vendors/define.ts";
import { listVendorsOperation } from "../operations/vendors/list.ts";
import { listEndpointsOperation } from "../operations/vendors/list-endpoints.ts";
import { showVendorOperation } from "../operations/vendors/show.ts";
import { liveRouter } from "./live.ts";
import { mutationOf, queryOf } from "./procedures.ts";
import { router } from "./trpc.ts";

/** Every operation, by noun and verb, for the screens: `vault-keys.issue` is `vaultKeys.issue`. */
export const appRouter = router({
  live: liveRouter,
  activity: router({
    list: queryOf(listActivityOperation),
  }),
  agents: router({
    list: queryOf(listAgentsOperation),
    show: queryOf(showAgentOperation),
  }),
  auditLog: router({
    count: queryOf(countCallsOperation),
    list: queryOf(listCallsOperation),
    show: queryOf(showCallOperation),
    totals: queryOf(callTotalsOperation),
  }),
  calls: router({
    resolve: mutationOf(resolveCallOperation),
  }),
  charts: router({
    callsByVerdict: queryOf(callsByVerdictOperation),
    spendByVendor: queryOf(spendByVendorOperation),
    spendOverTime: queryOf(spendOverTimeOperation),
    topEndpoints: queryOf(topEndpointsOperation),
  }),
  credentials: router({
    create: mutationOf(createCredentialOperation),
    disable: mutationOf(disableCredentialOperation),
    list: queryOf(listCredentialsOperation),
    rotate: mutationOf(rotateCredentialOperation),
    table: queryOf(credentialTableOperation),
    use: queryOf(credentialUseOperation),
  }),
  currencyRates: router({
    list: queryOf(listCurrencyRatesOperation),
    set: mutationOf(setCurrencyRateOperation),
  }),
  prices: router({
    list: queryOf(listPricesOperation),
    set: mutationOf(setPricesOperation),
  }),
  invitations: router({
    create: mutationOf(createInvitationOperation),
    list: queryOf(listInvitationsOperation),
    revoke: mutationOf(revokeInvitationOperation),
  }),
  members: router({
    changeRole: mutationOf(changeRoleOperation),
    leave: mutationOf(leaveOperation),
    list: queryOf(listMembersOperation),
    remove: mutationOf(removeMemberOperation),
  }),
  organizations: router({
    show: queryOf(showOrganizationOperation),
    update: mutationOf(updateOrganizationOperation),
  }),
  overview: router({
    show: queryOf(showOverviewOperation),
  }),
  policies: router({
    addVersion: mutationOf(addPolicyVersionOperation),
    archive: mutationOf(archivePolicyOperation),
    create: mutationOf(createPolicyOperation),
    list: queryOf(listPoliciesOperation),
    rename: mutationOf(renamePolicyOperation),
    show: queryOf(showPolicyOperation),
  }),
  runs: router({
    list: queryOf(listRunsOperation),
    revoke: mutationOf(revokeRunOperation),
    show: queryOf(showRunOperation),
  }),
  search: router({
    find: queryOf(findOperation),
  }),
  serviceTokens: router({
    create: mutationOf(createServiceTokenOperation),
    list: queryOf(listServiceTokensOperation),
    revoke: mutationOf(revokeServiceTokenOperation),
  }),
  spend: router({
    read: queryOf(readSpendOperation),
  }),
  vaultKeys: router({
    issue: mutationOf(issueVaultKeyOperation),
    list: queryOf(listVaultKeysOperation),
    revoke: mutationOf(revokeVaultKeyOperation),
    show: queryOf(showVaultKeyOperation),
    table: queryOf(vaultKeyTableOperation),
    inFlight: queryOf(keysInFlightOperation),
    standing: queryOf(keyStandingOperation),
  }),
  vendors: router({
    archive: mutationOf(archiveVendorOperation),
    change: mutationOf(changeVendorOperation),
    define: mutationOf(defineVendorOperation),
    list: queryOf(listVendorsOperation),
    show: queryOf(showVendorOperation),
    listEndpoints: queryOf(listEndpointsOperation),
  }),
});

/** For the client's types only. */
export type AppRouter = typeof appRouter;
