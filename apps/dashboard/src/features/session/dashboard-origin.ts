/** Different names of this same machine, among which people choose as they like. */
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function isLoopback(url: URL): boolean {
  return LOOPBACK.has(url.hostname);
}

/** Whether `origin` is where people reach this dashboard: its public address, or on this machine another name of it. */
export function isDashboardOrigin(origin: string, publicDashboardUrl: string): boolean {
  const known = new URL(publicDashboardUrl);
  if (origin === known.origin) return true;
  if (!isLoopback(known) || !URL.canParse(origin)) return false;
  const asked = new URL(origin);
  return isLoopback(asked) && asked.protocol === known.protocol && asked.port === known.port;
}

/**
 * The origin that this request's browser knows the dashboard by. The Host header decides nothing but which name of
 * this machine it is: anything else could send a person, and what signs them in, elsewhere.
 */
export function dashboardOrigin(headers: Headers, publicDashboardUrl: string): string {
  const known = new URL(publicDashboardUrl);
  const asked = `${known.protocol}//${headers.get("host") ?? ""}`;
  return isDashboardOrigin(asked, publicDashboardUrl) ? asked : known.origin;
}
