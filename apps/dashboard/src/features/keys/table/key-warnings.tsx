import { formatUsd } from "@keybrake/ui";
import { TriangleAlert } from "lucide-react";
import type { KeyRowData } from "./use-key-pages.ts";

type Warned = Pick<KeyRowData, "overage_usd" | "assumed_call_usd">;

/** What nobody may overlook of a key: that it went over, and that its prices are guesses. */
export function KeyWarnings({ vaultKey }: { readonly vaultKey: Warned }) {
  const { overage_usd, assumed_call_usd } = vaultKey;
  const isOver = overage_usd !== "0";
  if (!isOver && assumed_call_usd === null) return null;
  return (
    <ul className="flex flex-col text-xs">
      {isOver ? (
        <Warning
          tone="text-denied"
          text={`${formatUsd(overage_usd)} over its holds; priced calls are blocked`}
        />
      ) : null}
      {assumed_call_usd === null ? null : (
        <Warning
          tone="text-held"
          text={`Unsafe: assumes ${formatUsd(assumed_call_usd)} a call of unknown price`}
        />
      )}
    </ul>
  );
}

function Warning({ tone, text }: { readonly tone: string; readonly text: string }) {
  return (
    <li className={`flex items-start gap-1 ${tone}`}>
      <TriangleAlert className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
      {text}
    </li>
  );
}
