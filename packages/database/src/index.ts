export {
  type AppDatabase,
  type AppDatabaseOptions,
  createAppDatabase,
  type OrganizationTransaction,
} from "./app-database.ts";
export { type DatabaseRole, roleUrl } from "./connection.ts";
export type {
  KeyStanding,
  ProxyDatabase,
  ProxyDatabaseOptions,
  SealedCredential,
  VaultKeyRecord,
} from "./proxy/proxy-database.ts";
