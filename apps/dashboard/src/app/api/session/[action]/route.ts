import { controlPlane } from "../../../../control-plane.ts";
import { handleSessionAction } from "../../../../features/session/handle-session-action.ts";
import { signInProviders } from "../../../../features/session/sign-in-providers.ts";
import { settings } from "../../../../settings.ts";

interface RouteContext {
  readonly params: Promise<{ readonly action: string }>;
}

/** What a person does with their own session; only ever by POST, since it changes something. */
export async function POST(request: Request, { params }: RouteContext): Promise<Response> {
  const { action } = await params;
  const { identity, platform } = controlPlane();
  const { publicDashboardUrl, ...rest } = settings();
  const providers = signInProviders(rest).map(({ id }) => id);
  const { onFault } = platform;
  return handleSessionAction(request, action, { identity, publicDashboardUrl, providers, onFault });
}
