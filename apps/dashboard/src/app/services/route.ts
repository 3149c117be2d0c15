import { readServices } from "../../features/services/read-services.ts";

/** For the page, which asks again every few seconds. */
export async function GET(): Promise<Response> {
  return Response.json({ services: await readServices() }, { headers: { "cache-control": "no-store" } });
}
