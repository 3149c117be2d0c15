import type { Client } from "@keybrake/api";
import { CLIENT_IP_HEADER } from "../../client-ip.ts";

/** The browser that asks, as the server saw its connection. */
export function clientOf(headers: Headers): Client {
  return {
    clientIp: headers.get(CLIENT_IP_HEADER) ?? "unknown",
    userAgent: headers.get("user-agent") ?? "",
  };
}
