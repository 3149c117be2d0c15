import { handleTrpc } from "@keybrake/api";
import { callerOf } from "../../../../features/session/caller-of.ts";

function handle(request: Request): Promise<Response> {
  return handleTrpc(request, "/api/trpc", callerOf);
}

export { handle as GET, handle as POST };
