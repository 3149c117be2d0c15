"use client";

import { formatUsd } from "@keybrake/ui";
import { CircleQuestionMark } from "lucide-react";
import Link from "next/link";
import { plural } from "../keys/revoke/in-flight-words.ts";
import { auditPath } from "../shell/paths.ts";
import { useMay } from "../shell/session-context.tsx";
import type { Run } from "./run.ts";

/** Money that counts although nobody knows whether it moved: somebody has to look. */
export function UnknownCalls({ run }: { readonly run: Run }) {
  const mayResolve = useMay("admin");
  if (run.unknown_calls === 0) return null;
  return (
    <p className="mb-5 flex items-start gap-2 rounded-md bg-denied-soft px-3 py-2 text-sm text-denied">
      <CircleQuestionMark className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <span>
        {plural(run.unknown_calls, "call")} with an unknown outcome{" "}
        {run.unknown_calls === 1 ? "counts" : "count"} for {formatUsd(run.unknown_usd)} until the vendor was
        asked or somebody decides.{" "}
        {mayResolve ? "Resolve them in the timeline below, or see " : "An admin can resolve them; see "}
        <Link
          href={auditPath({ agent_run_id: run.agent_run_id, state: "unknown" })}
          className="font-medium underline"
        >
          just these
        </Link>
        .
      </span>
    </p>
  );
}
