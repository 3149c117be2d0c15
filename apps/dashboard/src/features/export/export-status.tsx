"use client";

import { Button } from "@heroui/react";
import { CircleAlert, CircleCheck, Download, X } from "lucide-react";
import type { ReactNode } from "react";
import type { ExportInUse, ExportState } from "./use-export.ts";

/** How far an export is, and what became of it; stays until it is dismissed. */
export function ExportStatus({ state, cancel, dismiss }: ExportInUse) {
  const shown = state.kind !== "idle" && state.kind !== "canceled";
  return (
    <div aria-live="polite">
      {shown ? (
        <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line bg-surface px-3 py-2 text-sm">
          <Words state={state} />
          {state.kind === "running" ? (
            <Button size="sm" variant="outline" className="ml-auto" onPress={cancel}>
              Cancel
            </Button>
          ) : (
            <Button
              isIconOnly
              size="sm"
              variant="ghost"
              aria-label="Dismiss"
              className="ml-auto"
              onPress={dismiss}
            >
              <X className="size-4" aria-hidden="true" />
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}

function Words({ state }: { readonly state: ExportState }): ReactNode {
  switch (state.kind) {
    case "idle":
    case "canceled":
      return null;
    case "running":
      return <Running {...state} />;
    case "saved":
      return (
        <>
          <CircleCheck className="size-4 shrink-0 text-allowed" aria-hidden="true" />
          <span className="tabular-nums">
            Saved: {count(state.rows)} {state.rows === 1 ? "row" : "rows"}, {size(state.bytes)}
          </span>
        </>
      );
    case "handed_over":
      return (
        <>
          <Download className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
          Your browser downloads it and shows how far it is.
        </>
      );
    case "failed":
      return (
        <>
          <CircleAlert className="size-4 shrink-0 text-denied" aria-hidden="true" />
          {state.detail}
        </>
      );
  }
}

function Running({ rows, bytes, total: expected }: Extract<ExportState, { kind: "running" }>) {
  // Calls that came since they were counted are exported too.
  const total = expected === null || rows > expected ? null : expected;
  return (
    <>
      <Download className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
      <span className="tabular-nums">
        Exporting: {count(rows)} {total === null ? "rows" : `of ${count(total)} rows`}, {size(bytes)}
      </span>
      <progress
        aria-label="Export"
        className="h-1.5 w-40 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        {...(total === null || total === 0 ? {} : { max: total, value: rows })}
      />
    </>
  );
}

const count = (value: number) => value.toLocaleString("en-US");

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
