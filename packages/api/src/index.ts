export { parsePublicKey, type SealingPublicKey } from "@keybrake/vault";
export type { Platform } from "./context.ts";
export { createRestHandler } from "./rest/handler.ts";
