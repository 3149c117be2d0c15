import { z } from "zod";
import type { FileTarget } from "./file-target.ts";
import { RowCounter } from "./row-counter.ts";

export interface Progress {
  readonly rows: number;
  readonly bytes: number;
}

export type ExportOutcome =
  | ({ readonly kind: "saved" } & Progress)
  | { readonly kind: "canceled" }
  | { readonly kind: "failed"; readonly detail: string };

/** A reader sees no more than this many updates a second anyway. */
const TELL_EVERY_MS = 100;

const refusal = z.object({ detail: z.string() });

/** Streams an export into its file. What breaks off or is canceled leaves no file: half of one looks like a whole one. */
export async function runExport(
  url: string,
  target: FileTarget,
  watch: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
): Promise<ExportOutcome> {
  const counter = new RowCounter();
  let bytes = 0;
  let toldAt = 0;
  try {
    const response = await fetch(url, { signal: watch.signal });
    if (!response.ok || response.body === null) return await fail(target, await refusalOf(response));
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      counter.add(read.value);
      bytes += read.value.length;
      await target.write(read.value);
      if (performance.now() - toldAt < TELL_EVERY_MS) continue;
      toldAt = performance.now();
      watch.onProgress({ rows: counter.rows, bytes });
    }
    await target.save();
    return { kind: "saved", rows: counter.rows, bytes };
  } catch {
    if (watch.signal.aborted) {
      await target.discard();
      return { kind: "canceled" };
    }
    return fail(target, `The export broke off after ${counter.rows} rows, so nothing was saved. Try again.`);
  }
}

async function fail(target: FileTarget, detail: string): Promise<ExportOutcome> {
  await target.discard();
  return { kind: "failed", detail };
}

async function refusalOf(response: Response): Promise<string> {
  const problem = refusal.safeParse(await response.json().catch(() => null));
  return problem.success ? problem.data.detail : "The dashboard did not give the file.";
}
