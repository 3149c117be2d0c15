import type { AppDatabase } from "@keybrake/database";
import { controlPlane } from "../../control-plane.ts";
import { settings } from "../../settings.ts";
import type { Service, ServiceState } from "./services.ts";

const PATIENCE_MS = 1_000;

/**
 * Asks each part whether it runs. Anybody who reaches the dashboard may read this, so it tells that and no more:
 * reasons and numbers are in the logs and on the proxy's admin port.
 */
export async function readServices(): Promise<Service[]> {
  const { publicDashboardUrl, publicProxyUrl, proxyReadyUrl, sandboxUrl } = settings();
  const [proxy, sandbox, database] = await Promise.all([
    stateOf(proxyReadyUrl),
    stateOf(`${sandboxUrl}/_sandbox/log?limit=1`),
    databaseState(controlPlane().database),
  ]);
  return [
    {
      name: "Dashboard",
      task: "Issues and revokes keys, reads the log: REST",
      address: `${publicDashboardUrl}/api/v1`,
      state: "running",
      remedy: "",
    },
    {
      name: "Proxy",
      task: "Judges every call before the vendor hears of it",
      address: publicProxyUrl,
      state: proxy,
      remedy: "Start it with npm run proxy, or see its log.",
    },
    {
      name: "Sandbox",
      task: "Stands in for vendors; no money moves",
      address: sandboxUrl,
      state: sandbox,
      remedy: "Comes with npm start; real credentials work without it.",
    },
    {
      name: "Database",
      task: "Postgres; its ledger decides what may be spent",
      address: null,
      state: database,
      remedy: "Without it every call is refused.",
    },
  ];
}

async function stateOf(url: string): Promise<ServiceState> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), cache: "no-store" });
    await response.body?.cancel();
    return response.ok ? "running" : "not_ready";
  } catch {
    return "unreachable";
  }
}

async function databaseState(database: AppDatabase): Promise<ServiceState> {
  const late = new Promise<ServiceState>((resolve) => {
    setTimeout(() => resolve("unreachable"), PATIENCE_MS).unref();
  });
  const asked = database.unscoped.$queryRaw`SELECT 1`.then(
    (): ServiceState => "running",
    (): ServiceState => "unreachable",
  );
  return Promise.race([asked, late]);
}
