import { type Flaw, flaw, framingFlaw } from "./flaw.ts";

export interface RequestLine {
  readonly method: string;
  readonly httpVersion: string;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const DIGITS = /^[0-9]{1,15}$/;

/**
 * What Node's parser lets through but two servers could frame differently (RFC 9112, sections 6 and 11.2), and
 * what would turn the connection into something else than HTTP/1.1 requests one after the other.
 */
export function flawOfFraming(
  { method, httpVersion }: RequestLine,
  fields: ReadonlyMap<string, string>,
): Flaw | null {
  if (httpVersion !== "1.1") return framingFlaw("http_version", "Speak HTTP/1.1.", 505);
  if (!METHODS.has(method)) return framingFlaw("method", `The method ${method} is not served.`, 405);
  if (fields.has("upgrade")) return framingFlaw("upgrade", "This server does not upgrade connections.", 501);
  if (fields.has("trailer")) return framingFlaw("trailer", "Trailers are not accepted.");
  if (fields.has("expect")) {
    // An interim 100 would be a byte that leaves before the call's row is committed. curl sends the body by itself.
    return framingFlaw("expect", "The header expect is not served: send the body at once.", 417);
  }
  const connection = fields.get("connection")?.toLowerCase();
  if (connection !== undefined && connection !== "keep-alive" && connection !== "close") {
    // `Connection: authorization` asks a proxy to take that header away before it forwards.
    return framingFlaw("connection_header", "The header connection must be keep-alive or close.");
  }
  if (fields.has("content-encoding")) {
    return flaw("content_encoding", "Send the body as it is: content-encoding is not accepted.", 415);
  }
  return flawOfBodyFraming(method, fields);
}

function flawOfBodyFraming(method: string, fields: ReadonlyMap<string, string>): Flaw | null {
  const length = fields.get("content-length");
  const coding = fields.get("transfer-encoding");
  if (coding !== undefined && length !== undefined) {
    return framingFlaw("two_lengths", "Send content-length or transfer-encoding, not both.");
  }
  if (coding !== undefined && coding !== "chunked") {
    return framingFlaw("transfer_coding", "The only transfer-encoding served is chunked, written so.");
  }
  if (length !== undefined && !DIGITS.test(length)) {
    return framingFlaw("content_length", "The header content-length must be plain digits.");
  }
  if ((method === "GET" || method === "HEAD") && (coding !== undefined || Number(length ?? 0) > 0)) {
    return framingFlaw("body_on_read", `A ${method} has no body.`);
  }
  return null;
}
