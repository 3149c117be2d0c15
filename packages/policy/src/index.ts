export * from "./rules.ts";
export * from "./verdicts.ts";
