import { createIdentity, createRestHandler, type Identity, type Platform } from "@keybrake/api";
import { type AppDatabase, createAppDatabase, LiveFeed } from "@keybrake/database";
import { logFault } from "./log.ts";
import { settings } from "./settings.ts";

export interface ControlPlane {
  readonly database: AppDatabase;
  readonly platform: Platform;
  /** Signing in and out, and what people do outside of an organization. */
  readonly identity: Identity;
  /** What screens are told to ask for anew. */
  readonly live: LiveFeed;
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
  const platform: Platform = {
    database,
    sealingKey,
    publicProxyUrl,
    onFault: ({ operation, faultId, cause }) => logFault(operation, { faultId, cause }),
  };
  const live = new LiveFeed({
    connectionString: appDatabaseUrl,
    onError: (cause) => logFault("live feed", { cause }),
  });
  const [identity, handleRest] = [createIdentity(platform), createRestHandler(platform)];
  return { database, platform, identity, live, handleRest };
}
