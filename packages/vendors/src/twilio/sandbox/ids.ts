import { randomBytes } from "node:crypto";

/** `SM` and 32 hex digits. */
export const newSid = (prefix: string): string => prefix + randomBytes(16).toString("hex");
