export type { Platform } from "./context.ts";
export { createRestHandler } from "./rest/handler.ts";
