import type { CredentialMode, OutgoingRequest, Vendor } from "@keybrake/vendors";

/** Where a request really goes: an origin, and the path and query to write. */
export interface Route {
  readonly origin: string;
  readonly target: string;
  /** Whether the address that the origin's name leads to must be a public one: where an organization named it. */
  readonly publicOnly: boolean;
}

export type RouteResult =
  | { readonly ok: true; readonly route: Route }
  | { readonly ok: false; readonly message: string };

export interface Routing {
  /** Vendor name to the origin that stands in for the vendor's own, for every mode but live. */
  readonly originOverrides: ReadonlyMap<string, string>;
  readonly sandboxPort: number;
}

export interface RoutedCredential {
  readonly mode: CredentialMode;
  readonly vendor: Pick<Vendor, "name" | "hostInPath" | "definition">;
}

/**
 * Decides where a credential may go. A sandbox credential goes only to the sandbox on this machine, no other one
 * ever does, and a live one goes only to the vendor's own origin, over TLS.
 */
export function routeOf(
  { mode, vendor }: RoutedCredential,
  outgoing: OutgoingRequest,
  { originOverrides, sandboxPort }: Routing,
): RouteResult {
  // Products on several hosts share paths: their host must not be lost where one origin stands in for all.
  const target =
    vendor.hostInPath === true ? `/${hostOf(outgoing.origin)}${outgoing.target}` : outgoing.target;
  if (mode === "sandbox") {
    return route(`http://127.0.0.1:${sandboxPort}`, `/${vendor.name}${target}`);
  }
  const override = originOverrides.get(vendor.name);
  if (override !== undefined && mode !== "live") return route(override, target);
  if (!outgoing.origin.startsWith("https://")) {
    return { ok: false, message: `A ${mode} credential is only ever sent over TLS.` };
  }
  return route(outgoing.origin, outgoing.target, vendor.definition !== undefined);
}

function route(origin: string, target: string, publicOnly = false): RouteResult {
  return { ok: true, route: { origin, target, publicOnly } };
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf("://") + 3);
}
