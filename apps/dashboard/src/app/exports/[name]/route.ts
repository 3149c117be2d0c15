import { handleDownload } from "@keybrake/api";
import { callerOf } from "../../../features/session/caller-of.ts";

interface RouteContext {
  readonly params: Promise<{ readonly name: string }>;
}

/** `/exports/audit-log?state=settled`: the file of the operation `audit-log.export`, for whoever is signed in. */
export async function GET(request: Request, { params }: RouteContext): Promise<Response> {
  const { name } = await params;
  return handleDownload(request, `${name}.export`, callerOf);
}
