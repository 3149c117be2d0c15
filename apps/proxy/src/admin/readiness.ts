import type { ProxyDatabase } from "@keybrake/database";
import type { KeyFileResult } from "@keybrake/vault";

export interface ReadinessChecks {
  readonly database: Pick<ProxyDatabase, "checkReady">;
  readonly readKeyFile: () => Promise<KeyFileResult>;
  /** Ids of the keys that this process opens credentials with. */
  readonly keyIds: readonly string[];
  /** Id of the key that the dashboard seals to; null where it is not known. */
  readonly sealingPublicKeyId: string | null;
  readonly isDraining: () => boolean;
  readonly isSettleBacklogFull: () => boolean;
}

export interface Readiness {
  readonly ready: boolean;
  /** One sentence for each thing that is wrong; for the operator only, since this port is loopback's. */
  readonly reasons: readonly string[];
}

const CHECK_MS_MAX = 2_000;

/** Whether calls would be admitted now: everything that fails closed later is looked at here first. */
export async function checkReadiness(checks: ReadinessChecks): Promise<Readiness> {
  const reasons: string[] = [];
  if (checks.isDraining()) reasons.push("This proxy is shutting down.");
  if (checks.isSettleBacklogFull()) reasons.push("The ledger has not taken settlements for a while.");
  const [database, keyFile] = await Promise.all([databaseFault(checks), keyFault(checks)]);
  if (database !== null) reasons.push(database);
  if (keyFile !== null) reasons.push(keyFile);
  return { ready: reasons.length === 0, reasons };
}

async function databaseFault({ database }: ReadinessChecks): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("The database did not answer in time."), CHECK_MS_MAX);
  });
  const asked = database.checkReady().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : "The database cannot be asked."),
  );
  const fault = await Promise.race([asked, late]);
  clearTimeout(timer);
  return fault;
}

/** The file is read anew: an operator who took it away or changed its mode wants to be told before the next start. */
async function keyFault(checks: ReadinessChecks): Promise<string | null> {
  const { readKeyFile, keyIds, sealingPublicKeyId } = checks;
  if (sealingPublicKeyId !== null && !keyIds.includes(sealingPublicKeyId)) {
    return "The dashboard seals to a key that this process does not have: new credentials would not open.";
  }
  try {
    const file = await readKeyFile();
    if (!file.ok) return file.message;
    const isSame = file.keys.every((key) => keyIds.includes(key.publicKey.id));
    return isSame
      ? null
      : "The sealing key file has a key that this process was not started with: restart it.";
  } catch {
    return "The sealing key file cannot be read.";
  }
}
