import type { Identity, Result, SessionToken } from "@keybrake/api";
import { z } from "zod";

/** What the browser that asks came with. */
export interface Browser {
  readonly sessionToken: string | undefined;
  readonly clientIp: string;
  readonly userAgent: string;
}

export interface ActionResult {
  /** The session that the browser has from now on; null takes its cookie away, undefined leaves it. */
  readonly session?: SessionToken | null;
  /** Answered as JSON; never a session's token, which belongs into the cookie alone. */
  readonly body?: object;
}

export interface SessionAction {
  /** `providers`: where this dashboard can ask who somebody is. */
  run(
    identity: Identity,
    input: unknown,
    browser: Browser,
    providers: readonly string[],
  ): Promise<Result<ActionResult>>;
  readonly input: z.ZodObject;
}

/** Strict: a field that nobody reads here could be one that somebody hopes is read. */
export function action<Input extends z.ZodRawShape>(
  fields: Input,
  run: (
    identity: Identity,
    input: z.output<z.ZodObject<Input, z.core.$strict>>,
    browser: Browser,
    providers: readonly string[],
  ) => Promise<Result<ActionResult>>,
): SessionAction {
  const input = z.strictObject(fields);
  return {
    input,
    run: (identity, given, browser, providers) => run(identity, input.parse(given), browser, providers),
  };
}
