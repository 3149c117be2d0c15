import type { AppRouter } from "@keybrake/api";
import { CapBar, Label, Skeleton } from "@keybrake/ui";
import type { inferProcedureOutput } from "@trpc/server";
import Link from "next/link";
import { keyPath } from "../shell/paths.ts";
import { Card } from "./card.tsx";

type Keys = inferProcedureOutput<AppRouter["overview"]["show"]>["near_cap"];

/** As many as stand beside the chart without making its row higher. */
const SHOWN_MAX = 4;

/** Keys that have used four fifths of a cap or more: the next to be braked. */
export function NearCaps({ keys }: { readonly keys: Keys | undefined }) {
  return (
    <Card title="Keys near a cap">
      {keys === undefined ? (
        <div className="p-4">
          <Skeleton lines={4} lineClassName="h-[4.375rem]" />
        </div>
      ) : keys.length === 0 ? (
        <p className="px-4 py-6 text-sm text-ink-muted">No live key has used four fifths of a cap.</p>
      ) : (
        <ul className="divide-y divide-line">
          {keys.slice(0, SHOWN_MAX).map((key) => (
            <li key={key.vault_key_id} className="flex flex-col gap-1.5 px-4 py-3">
              <div className="flex items-baseline justify-between gap-3 text-sm">
                <Link href={keyPath(key.vault_key_id)} className="min-w-0 font-medium hover:underline">
                  <Label text={key.agent_run_id} isOneLine />
                </Link>
                <span className="shrink-0 text-xs text-ink-muted">
                  {key.cap === "daily" ? "today" : "this run"}
                </span>
              </div>
              <CapBar
                spent={key.used_usd}
                held="0"
                cap={key.cap_usd}
                label={`Used of the ${key.cap} cap of ${key.agent_run_id}`}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
