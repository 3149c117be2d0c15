import { isDashboardOrigin } from "./dashboard-origin.ts";

/**
 * Whether a page of this dashboard made the request. Asked before anything is changed, since a browser sends the
 * session's cookie whoever made it. Told by headers that no page can write:
 * - Sec-Fetch-Site, where the browser sends it, must say that the page is of this origin (or that there is no page);
 * - Origin must be this dashboard's. A form that is sent under `no-referrer` has it as `null`, and a GET has none: then
 *   Sec-Fetch-Site alone must have vouched for it.
 */
export function isSameOrigin(request: Pick<Request, "headers">, publicDashboardUrl: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  if (origin === null || origin === "null") return site === "same-origin";
  return isDashboardOrigin(origin, publicDashboardUrl);
}
