import { exportCallsOperation } from "./operations/audit-log/export.ts";
import { listCallsOperation } from "./operations/audit-log/list.ts";
import { resolveCallOperation } from "./operations/calls/resolve.ts";
import { createCredentialOperation } from "./operations/credentials/create.ts";
import { disableCredentialOperation } from "./operations/credentials/disable.ts";
import { listCredentialsOperation } from "./operations/credentials/list.ts";
import { listCurrencyRatesOperation } from "./operations/currency-rates/list.ts";
import { setCurrencyRateOperation } from "./operations/currency-rates/set.ts";
import { revokeRunOperation } from "./operations/runs/revoke.ts";
import { readSpendOperation } from "./operations/spend/read.ts";
import { issueVaultKeyOperation } from "./operations/vault-keys/issue.ts";
import { listVaultKeysOperation } from "./operations/vault-keys/list.ts";
import { revokeVaultKeyOperation } from "./operations/vault-keys/revoke.ts";
import { showVaultKeyOperation } from "./operations/vault-keys/show.ts";
import { listEndpointsOperation } from "./operations/vendors/list-endpoints.ts";
import type { AnyOperation } from "./rest/route.ts";

/** Everything that can be done over REST; the OpenAPI description is made from it. */
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
  disableCredentialOperation,
  listCurrencyRatesOperation,
  setCurrencyRateOperation,
  listEndpointsOperation,
];
