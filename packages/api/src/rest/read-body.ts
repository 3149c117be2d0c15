import { done, type Result, refuse } from "../problems.ts";

const BODY_BYTES_MAX = 64 * 1024;

/** Reads a JSON body of at most 64 KiB; anything that is not well-formed UTF-8 and JSON is refused. */
export async function readJsonBody(request: Request): Promise<Result<unknown>> {
  if (!isJson(request.headers.get("content-type"))) {
    return refuse("unsupported_media_type", "Send the body as JSON, with Content-Type: application/json.");
  }
  const bytes = await readBounded(request);
  if (bytes === null) {
    return refuse("body_too_large", `The body may have ${BODY_BYTES_MAX} bytes at most.`);
  }
  try {
    return done(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? "" : " It is not valid UTF-8.";
    return refuse("malformed_json", `The body cannot be read as JSON.${reason}`);
  }
}

function isJson(contentType: string | null): boolean {
  const [type, ...parameters] = (contentType ?? "").split(";").map((part) => part.trim().toLowerCase());
  return (
    type === "application/json" && parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter))
  );
}

/** Null when the body is longer than the limit; the rest of it is then not read. */
async function readBounded(request: Request): Promise<Buffer | null> {
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done: ended, value } = await reader.read();
    if (ended) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > BODY_BYTES_MAX) {
      // Not awaited: a cancelled upload may never confirm.
      reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}
