export { type MigrationStatus, migrationStatus } from "../migrate/migration-status.ts";
export { checkProxyRole } from "./check-proxy-role.ts";
export {
  type CreateOrganizationResult,
  createOrganizationWithOwner,
  type OrganizationToCreate,
} from "./create-organization.ts";
export { type DatabaseFacts, inspectDatabase } from "./inspect-database.ts";
export { countCredentialsBySealingKey } from "./sealing-keys-in-use.ts";
export { ensureSetUpCode } from "./set-up-code.ts";
