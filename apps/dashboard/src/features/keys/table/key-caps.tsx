import { CapBar } from "@keybrake/ui";
import type { KeyRowData } from "./use-key-pages.ts";

type Capped = Pick<
  KeyRowData,
  "daily_usd_cap" | "spent_today_usd" | "held_today_usd" | "run_usd_cap" | "spent_run_usd" | "held_run_usd"
>;

/** Each cap that the key has, with what is spent, held and left of it. */
export function KeyCaps({ vaultKey }: { readonly vaultKey: Capped }) {
  const { daily_usd_cap, run_usd_cap } = vaultKey;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2.5 gap-y-1.5">
      {daily_usd_cap === null ? null : (
        <>
          <span className="-mt-[3px] text-xs leading-none text-ink-muted">Day</span>
          <CapBar
            label="Daily cap"
            spent={vaultKey.spent_today_usd}
            held={vaultKey.held_today_usd}
            cap={daily_usd_cap}
          />
        </>
      )}
      {run_usd_cap === null ? null : (
        <>
          <span className="-mt-[3px] text-xs leading-none text-ink-muted">Run</span>
          <CapBar
            label="Run cap"
            spent={vaultKey.spent_run_usd}
            held={vaultKey.held_run_usd}
            cap={run_usd_cap}
          />
        </>
      )}
    </div>
  );
}
