import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const passwordSchema = z.string().regex(/^[0-9a-f]{48}$/);

const stateSchema = z.object({
  port: z.number().int().min(1).max(65535),
  /** Of the running or last postmaster; null before the first start. */
  pid: z.number().int().positive().nullable(),
  passwords: z.object({
    postgres: passwordSchema,
    keybrake_owner: passwordSchema,
    keybrake_app: passwordSchema,
    keybrake_proxy: passwordSchema,
    keybrake_operator: passwordSchema,
  }),
});

/** What must outlive the process that started Postgres; holds its passwords, so mode 0600. */
export type PostgresState = z.infer<typeof stateSchema>;

/** The logins of an embedded Postgres. */
export type PostgresLogin = keyof PostgresState["passwords"];

function statePath(dataFolder: string): string {
  return join(dataFolder, "postgres.json");
}

/** The recorded state, or undefined when this data folder has had no Postgres yet. */
export async function readPostgresState(dataFolder: string): Promise<PostgresState | undefined> {
  let text: string;
  try {
    text = await readFile(statePath(dataFolder), "utf8");
  } catch {
    return undefined;
  }
  const parsed = stateSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${statePath(dataFolder)} is not what this version wrote`, { cause: parsed.error });
}

/** Written beside and renamed over: a crash in between must not lose the only copy of the passwords. */
export async function writePostgresState(dataFolder: string, state: PostgresState): Promise<void> {
  const partial = `${statePath(dataFolder)}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(partial, statePath(dataFolder));
}

/** Fresh random passwords for every login. */
export function newPasswords(): PostgresState["passwords"] {
  const password = () => randomBytes(24).toString("hex");
  return {
    postgres: password(),
    keybrake_owner: password(),
    keybrake_app: password(),
    keybrake_proxy: password(),
    keybrake_operator: password(),
  };
}

/** The connection string of one login. */
export function loginUrl(state: PostgresState, login: PostgresLogin, database = "keybrake"): string {
  return `postgresql://${login}:${state.passwords[login]}@127.0.0.1:${state.port}/${database}`;
}
