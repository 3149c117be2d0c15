export * from "./lane.ts";
export * from "./port.ts";
export type { SentAt } from "./waiting.ts";
