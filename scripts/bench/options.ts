import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";

const schema = z.strictObject({
  seconds: z.coerce.number().int().min(1).max(600).default(8),
  connections: z
    .string()
    .regex(/^\d{1,4}(,\d{1,4})*$/)
    .default("1,16,64,256")
    .transform((text) => text.split(",").map(Number))
    .pipe(z.array(z.number().min(1).max(1_000))),
  out: z
    .string()
    .optional()
    .transform((path) => resolve(path ?? join(tmpdir(), "keybrake-bench.json"))),
  profile: z
    .string()
    .transform((path) => resolve(path))
    .optional(),
  export: z.boolean().default(false),
  calls: z.coerce.number().int().min(1_000).max(10_000_000).default(1_000_000),
  keep: z
    .string()
    .transform((path) => resolve(path))
    .optional(),
});

export interface BenchOptions {
  /** How long each point is measured; a quarter of it, and at least 2 s, warms up before. */
  readonly seconds: number;
  readonly connections: readonly number[];
  /** Absolute path of the JSON. */
  readonly out: string;
  /** Folder for a V8 processor profile of the proxy, which makes the proxy slower. */
  readonly profile?: string | undefined;
  /** Measures the dashboard's reading instead of the proxy: its screens and the export, among so many calls. */
  readonly export: boolean;
  readonly calls: number;
  /** Folder where the database with the calls is kept for the next time. */
  readonly keep?: string | undefined;
}

/** @throws with a sentence that names the option at fault */
export function readOptions(args: readonly string[]): BenchOptions {
  const text = { type: "string" } as const;
  const options = {
    seconds: text,
    connections: text,
    out: text,
    profile: text,
    export: { type: "boolean" },
    calls: text,
    keep: text,
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const read = schema.safeParse({ ...values });
  if (!read.success) throw new Error(`These options cannot be used.\n${z.prettifyError(read.error)}`);
  return read.data;
}
