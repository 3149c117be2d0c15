export * from "./lane.ts";
export * from "./port.ts";
