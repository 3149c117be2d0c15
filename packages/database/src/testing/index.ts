export { freePort } from "../embedded/free-port.ts";
export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
