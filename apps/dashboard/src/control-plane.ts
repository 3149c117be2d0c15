import { createRestHandler } from "@keybrake/api";
import { type AppDatabase, createAppDatabase } from "@keybrake/database";
import { logFault } from "./log.ts";
import { settings } from "./settings.ts";

export interface ControlPlane {
  readonly database: AppDatabase;
  readonly handleRest: (request: Request) => Promise<Response>;
}

let made: ControlPlane | undefined;

/** The process's one control plane, made at the first request. */
export function controlPlane(): ControlPlane {
  made ??= make();
  return made;
}

function make(): ControlPlane {
  const { appDatabaseUrl, sealingKey, publicProxyUrl } = settings();
  const database = createAppDatabase({
    connectionString: appDatabaseUrl,
    onError: (cause) => logFault("database connection", { cause }),
  });
  const handleRest = createRestHandler({
    database,
    sealingKey,
    publicProxyUrl,
    onFault: ({ operation, faultId, cause }) => logFault(operation, { faultId, cause }),
  });
  return { database, handleRest };
}
