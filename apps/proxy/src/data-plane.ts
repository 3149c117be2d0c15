import type { ProxyDatabase } from "@keybrake/database";
import type { Ledger } from "@keybrake/ledger";
import type { CredentialOpener } from "@keybrake/vault";
import type { Vendor } from "@keybrake/vendors";
import type { Logger } from "pino";
import { Metrics } from "./admin/metrics.ts";
import { DenialPace } from "./keys/denial-pace.ts";
import { type FindVendor, KnownKeys } from "./keys/known-keys.ts";
import { SelfDesk } from "./keys/self.ts";
import { UnknownKeyLimit } from "./keys/unknown-key-limit.ts";
import { Load } from "./load.ts";
import { Settlements } from "./settlements.ts";
import type { Keyring } from "./steps/authenticate.ts";
import type { Hold } from "./steps/reserve.ts";
import { Credentials } from "./upstream/credentials.ts";
import { type LookUpName, lookUpName } from "./upstream/public-connect.ts";
import type { Routing } from "./upstream/route.ts";
import { Upstream } from "./upstream/upstream.ts";

export interface DataPlaneOptions {
  readonly database: ProxyDatabase;
  readonly opener: CredentialOpener;
  readonly routing: Routing;
  readonly findVendor: FindVendor;
  /** Whose error shape answers a request that names no vendor. */
  readonly fallbackVendor: Vendor;
  /** As agents reach this proxy, without a slash at the end. */
  readonly proxyUrl: string;
  /** How names of vendors that organizations defined are resolved; the system's resolver unless told. */
  readonly lookUpName?: LookUpName;
  readonly log: Logger;
}

/** What the steps of a call work with; made once per process. */
export interface DataPlane {
  readonly keyring: Keyring;
  readonly findVendor: FindVendor;
  readonly fallbackVendor: Vendor;
  readonly credentials: Credentials;
  readonly ledger: Ledger;
  readonly upstream: Upstream;
  readonly settlements: Settlements;
  readonly denialPace: DenialPace;
  readonly self: SelfDesk;
  readonly load: Load;
  readonly metrics: Metrics;
  /** A fault of our own or of a vendor's module: counted and logged, never shown. */
  readonly report: (fault: unknown) => void;
}

export function createDataPlane(options: DataPlaneOptions): DataPlane {
  const { database, opener, routing, findVendor, fallbackVendor, log } = options;
  const load = new Load();
  const settlements: Settlements = new Settlements({
    ledger: database.ledger,
    onError: atMostOncePerSecond((error, count) =>
      log.error({ err: error, count }, "settlements were not taken; they will be tried again"),
    ),
  });
  const metrics = new Metrics({
    settleBacklog: () => settlements.backlog,
    callsInHand: () => load.calls,
  });
  const report = (fault: unknown) => {
    metrics.faulted();
    log.error({ err: fault }, "a fault of the proxy");
  };
  const onDatabaseError = atMostOncePerSecond((error, count) =>
    log.error({ err: error, count }, "the database could not be asked"),
  );
  const upstream = new Upstream({
    proxyUrl: options.proxyUrl,
    onEcho: (hold) => alertEcho(hold, { metrics, log }),
    onExchanged: (vendorMs) => metrics.exchanged(vendorMs),
    lookUpName: options.lookUpName ?? lookUpName,
  });
  database.onRevoked(({ vaultKeyId }) => upstream.noteRevoked(vaultKeyId));
  return {
    keyring: {
      known: new KnownKeys({ database, findVendor, fallbackVendor, onError: onDatabaseError }),
      unknownLimit: new UnknownKeyLimit(),
    },
    findVendor,
    fallbackVendor,
    credentials: new Credentials({ database, opener, routing, onError: onDatabaseError }),
    ledger: timed(database.ledger, metrics),
    upstream,
    settlements,
    denialPace: new DenialPace(),
    self: new SelfDesk(database),
    load,
    metrics,
    report,
  };
}

function alertEcho(
  { callId, ready }: Hold,
  { metrics, log }: Pick<DataPlane, "metrics"> & { log: Logger },
): void {
  metrics.echoed(ready.key.vendor.name);
  const { organizationId, credentialId } = ready.key.record;
  log.error(
    { alert: "credential_echo", callId, organizationId, credentialId },
    "a vendor's answer held the credential; it was overwritten",
  );
}

/** In an outage every call in hand fails the same way: one line a second says it, with how many there were. */
function atMostOncePerSecond(tell: (error: unknown, count: number) => void): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (error) => {
    count += 1;
    if (performance.now() - toldAt < 1_000) return;
    toldAt = performance.now();
    tell(error, count);
    count = 0;
  };
}

function timed(ledger: Ledger, metrics: Metrics): Ledger {
  return {
    async hold(call) {
      const askedAt = performance.now();
      const result = await ledger.hold(call);
      metrics.held(performance.now() - askedAt);
      return result;
    },
    settle: (settlement) => ledger.settle(settlement),
  };
}
