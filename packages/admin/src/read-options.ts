import { parseArgs } from "node:util";

/** Values by name; a flag that was given has the value `true`. */
export type Options<Name extends string> = { readonly [name in Name]?: string | true };

export type ReadOptionsResult<Name extends string> =
  | { readonly ok: true; readonly options: Options<Name> }
  | { readonly ok: false; readonly message: string };

/**
 * Reads `--name value`, `--name=value` and `--flag`. Strict: an option that is unknown or given twice is refused, and so
 * is everything else. `message` never repeats a value: it may be a password.
 */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: Readonly<Record<Name, "value" | "flag">>,
): ReadOptionsResult<Name> {
  const kinds = new Map<string, "value" | "flag">(Object.entries(names));
  const options = Object.fromEntries(
    [...kinds].map(([name, kind]) => [name, { type: kind === "value" ? "string" : "boolean" } as const]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const found: { [name: string]: string | true } = {};
  for (const token of tokens) {
    if (token.kind !== "option") return refused("Only options are taken; quote a value that has spaces.");
    const kind = kinds.get(token.name);
    if (kind === undefined)
      return refused(`There is no such option; there are ${listed([...kinds.keys()])}.`);
    if (token.name in found) return refused(`--${token.name} is given twice.`);
    if (kind === "flag" && token.value !== undefined) return refused(`--${token.name} takes no value.`);
    const missing = token.value === undefined || (!token.inlineValue && token.value.startsWith("-"));
    if (kind === "value" && missing) {
      return refused(
        `--${token.name} lacks its value; one that begins with a dash is written --${token.name}=-…`,
      );
    }
    found[token.name] = token.value ?? true;
  }
  // Every key of `found` is one of `names`: the loop refuses others.
  return { ok: true, options: found as Options<Name> };
}

function listed(names: readonly string[]): string {
  return names.map((name) => `--${name}`).join(", ");
}

function refused(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
