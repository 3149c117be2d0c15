export * from "./allowlist.ts";
export * from "./duration.ts";
export * from "./endpoint-pattern.ts";
export * from "./label.ts";
export * from "./money.ts";
export * from "./parsed.ts";
export * from "./rules.ts";
export * from "./verdicts.ts";
