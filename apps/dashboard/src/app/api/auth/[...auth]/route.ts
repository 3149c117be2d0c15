import { controlPlane } from "../../../../control-plane.ts";
import { handleAuth } from "../../../../features/session/handle-auth.ts";
import { settings } from "../../../../settings.ts";

function handle(request: Request): Promise<Response> {
  const { identity, platform } = controlPlane();
  return handleAuth(request, { identity, settings: settings(), onFault: platform.onFault });
}

export { handle as GET, handle as POST };
