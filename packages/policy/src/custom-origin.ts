import { z } from "zod";

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** A last label without a letter at its start could be read as part of an IPv4 address (`0x7f.1`). */
const topLevel = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
/** Names that never lead to a vendor: RFC 6761, 6762, 7686, 8375, 9476, and ICANN's for private use. */
const privateNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|onion|alt|arpa)$/;

/**
 * The HTTPS origin of a vendor of one's own: a DNS name in plain ASCII with a dot, and perhaps a port. No address in
 * any spelling, nobody's user name, nothing after the port. What the name leads to is looked at when a connection is
 * made, each time: here only its spelling is judged.
 */
export const customOrigin = z
  .string()
  .max(270)
  .superRefine((origin, context) => {
    const fault = faultOf(origin);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });

function faultOf(origin: string): string | null {
  const match = /^https:\/\/([^/?#@\\:]+)(?::([1-9][0-9]{0,4}))?$/.exec(origin);
  const host = match?.[1];
  if (match === null || host === undefined) {
    return "Write an origin such as https://api.example.com: https, a name and perhaps a port, with nothing after it.";
  }
  const labels = host.split(".");
  if (host.length > 253 || labels.length < 2 || !labels.every((text) => label.test(text))) {
    return "Write the host as a DNS name with a dot, in small ASCII letters, digits and hyphens; no address.";
  }
  if (!topLevel.test(labels.at(-1) ?? "")) return "Write the host as a DNS name: addresses are not taken.";
  if (privateNames.test(host))
    return "This name is for private networks: a vendor must be on the public internet.";
  // What one URL parser reads otherwise than this one (a port above 65535, the default port, a bad xn-- label).
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    return "Write the origin in its plain form: no default port, no name that a browser would write differently.";
  }
  return null;
}
