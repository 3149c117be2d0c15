"use client";

import { useEffect, useRef, useState } from "react";
import { diskPicker, type FileTarget, memoryTarget, startDownload } from "./file-target.ts";
import { type ExportOutcome, type Progress, runExport } from "./run-export.ts";

export type ExportState =
  | { readonly kind: "idle" }
  | ({ readonly kind: "running"; readonly total: number | null } & Progress)
  /** The browser downloads it by itself. */
  | { readonly kind: "handed_over" }
  | ExportOutcome;

/**
 * Up to this many rows a file is gathered in memory (about 100 MB) and its progress shown here. A larger one goes
 * straight to the disk where the browser lets a page write there; elsewhere the browser's own download takes it, which
 * needs no memory either, but cannot tell the page how far it is.
 */
const ROWS_IN_MEMORY_MAX = 200_000;

export interface ExportRequest {
  /** Noun of the download: `audit-log`. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  /** Null while nobody knows how many there are: then it may be any number. */
  readonly rows: number | null;
}

export function useExport() {
  const [state, setState] = useState<ExportState>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async ({ name, query, rows }: ExportRequest) => {
    if (running.current !== null) return;
    const url = `/exports/${name}?${new URLSearchParams(query)}`;
    const filename = `${name}-${stamp(new Date())}.csv`;
    const abort = new AbortController();
    running.current = abort;
    try {
      const target = await chooseTarget(filename, rows);
      if (target === "browser") {
        startDownload(url, filename);
        setState({ kind: "handed_over" });
      } else if (target !== null) {
        const onProgress = (progress: Progress) => setState({ kind: "running", total: rows, ...progress });
        onProgress({ rows: 0, bytes: 0 });
        setState(await runExport(url, target, { signal: abort.signal, onProgress }));
      }
    } finally {
      running.current = null;
    }
  };
  return {
    state,
    start: (request: ExportRequest) => void start(request),
    cancel: () => running.current?.abort(),
    dismiss: () => setState({ kind: "idle" }),
  };
}

export type ExportInUse = ReturnType<typeof useExport>;

/** Null: the person closed the dialog that asks where to. */
async function chooseTarget(filename: string, rows: number | null): Promise<FileTarget | "browser" | null> {
  if (rows !== null && rows <= ROWS_IN_MEMORY_MAX) return memoryTarget(filename);
  const pick = diskPicker();
  if (pick === null) return "browser";
  return pick(filename).catch((fault: unknown) => {
    if (fault instanceof DOMException && fault.name === "AbortError") return null;
    return "browser" as const;
  });
}

/** `2026-11-25T1404Z`: no colons, which some file systems refuse. */
function stamp(now: Date): string {
  return `${now.toISOString().slice(0, 16).replace(":", "")}Z`;
}
