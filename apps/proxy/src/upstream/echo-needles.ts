/** The forms in which a vendor could echo a credential, as bytes to look for. */
export type EchoNeedles = readonly Buffer[];

const LENGTH_MIN = 8;

/**
 * @param lines the header lines that carry the credential. The secret is what follows the scheme; of a Basic pair the
 * password and the whole pair, since the user name (an account id) stands in every answer.
 * @param secrets what else is secret: a user name that is one
 */
export function needlesOf(
  lines: ReadonlyArray<readonly [name: string, value: string]>,
  secrets: readonly string[] = [],
): EchoNeedles {
  const forms = new Set<string>();
  for (const secret of [...lines.flatMap(([name, value]) => secretsOfLine(name, value)), ...secrets]) {
    for (const form of formsOf(secret)) {
      if (form.length >= LENGTH_MIN) forms.add(form);
    }
  }
  return [...forms].map((form) => Buffer.from(form, "latin1"));
}

function secretsOfLine(name: string, value: string): readonly string[] {
  if (name.toLowerCase() !== "authorization") return [value];
  const space = value.indexOf(" ");
  const scheme = value.slice(0, space).toLowerCase();
  const rest = value.slice(space + 1);
  if (scheme !== "basic") return [rest];
  const pair = Buffer.from(rest, "base64").toString("latin1");
  return [pair.slice(pair.indexOf(":") + 1), pair];
}

function formsOf(secret: string): readonly string[] {
  const base64 = base64Forms(secret);
  const urlSafe = base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  return [secret, encodeURIComponent(secret), ...base64, ...urlSafe];
}

/**
 * Base64 of a text that stands somewhere inside another one: the three ways in which it can fall on the groups of
 * three bytes, without the characters at either end that depend on its neighbours (RFC 4648, section 4).
 */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.from("\0".repeat(offset) + secret, "latin1");
    const encoded = bytes.toString("base64").replace(/=+$/, "");
    const firstWhole = offset === 0 ? 0 : offset + 1;
    const lastWhole = Math.floor((bytes.length * 8) / 6);
    return encoded.slice(firstWhole, lastWhole);
  });
}
