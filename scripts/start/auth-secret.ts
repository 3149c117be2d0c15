import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Settings } from "./settings.ts";

const fileCode = z.object({ code: z.string() });

/**
 * What the dashboard seals the cookies of a sign-in with that is under way at Google or GitHub: the given one, else one
 * that is made in the data folder the first time. Nothing is lost with it but the sign-ins of that moment.
 */
export function authSecret({ authSecret: given, dataFolder }: Settings): string {
  if (given !== undefined) return given;
  const path = `${dataFolder}/auth-secret`;
  try {
    // Fails where it is there already, so that two starts cannot make two.
    writeFileSync(path, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (fault) {
    if (fileCode.safeParse(fault).data?.code !== "EEXIST") throw fault;
  }
  return readFileSync(path, "utf8").trim();
}
