import { controlPlane } from "../../../../control-plane.ts";
import { handleSessionAction } from "../../../../features/session/handle-session-action.ts";
import { settings } from "../../../../settings.ts";

interface RouteContext {
  readonly params: Promise<{ readonly action: string }>;
}

/** What a person does with their own session; only ever by POST, since it changes something. */
export async function POST(request: Request, { params }: RouteContext): Promise<Response> {
  const { action } = await params;
  const { identity, platform } = controlPlane();
  const { publicDashboardUrl } = settings();
  return handleSessionAction(request, action, { identity, publicDashboardUrl, onFault: platform.onFault });
}
