import { controlPlane } from "../../../../control-plane.ts";

/** REST is the API's own: which methods an address takes is decided there, so every one is handed on. */
function handle(request: Request): Promise<Response> {
  return controlPlane().handleRest(request);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
