"use client";

import { Button } from "@heroui/react";
import { PageHeader } from "@keybrake/ui";
import { Download } from "lucide-react";
import { useEffect } from "react";
import { ExportStatus } from "../export/export-status.tsx";
import { useExport } from "../export/use-export.ts";
import { CallDrawer } from "./call-drawer.tsx";
import { CallsList } from "./calls-list.tsx";
import { CallsTotals } from "./calls-totals.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { filterNames } from "./filters.ts";
import { useAuditFilters, useShownCall } from "./use-audit-filters.ts";
import { type CallsInView, useCalls } from "./use-calls.ts";
import { useTotals } from "./use-totals.ts";

/** Show me exactly these calls. */
export function AuditPage() {
  const inUse = useAuditFilters();
  const { filters, input, zone } = inUse;
  const [shownId, show] = useShownCall();
  const inView = useCalls(input, inUse.nowMs);
  const totals = useTotals(input, inUse.nowMs);
  const exporting = useExport();
  const isFiltered = filterNames.some((name) => filters[name] !== null);
  const neighbours = neighboursOf(
    inView.calls.map(({ id }) => id),
    shownId,
  );
  const onShow = (id: string) => void show(id);
  useNextPageAtEnd(
    inView.pages,
    shownId !== null && neighbours.previousId !== null && neighbours.nextId === null,
  );
  return (
    <>
      <PageHeader
        title="Audit log"
        question="Show me exactly these calls"
        actions={
          <Button
            variant="outline"
            className="bg-surface"
            isDisabled={exporting.state.kind === "running"}
            onPress={() =>
              exporting.start({
                name: "audit-log",
                query: input,
                rows: totals.kind === "whole" ? totals.totals.calls : null,
              })
            }
          >
            <Download className="size-4" aria-hidden="true" />
            Export CSV
          </Button>
        }
      />
      <FilterBar {...inUse} />
      <ExportStatus {...exporting} />
      <div className="pb-2">
        <CallsTotals totals={totals} zone={zone} />
      </div>
      <CallsList
        inView={inView}
        isFiltered={isFiltered}
        zone={zone}
        shownId={shownId}
        onShow={onShow}
        onRenew={inUse.renew}
        onClear={inUse.clear}
      />
      <CallDrawer
        callId={shownId}
        zone={zone}
        onClose={() => void show(null)}
        onShow={onShow}
        {...neighbours}
      />
    </>
  );
}

/** Going from call to call does not end where the page does. */
function useNextPageAtEnd(
  { hasNextPage, isFetchingNextPage, fetchNextPage }: CallsInView["pages"],
  isAtEnd: boolean,
) {
  useEffect(() => {
    if (isAtEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isAtEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

function neighboursOf(ids: readonly string[], shownId: string | null) {
  const at = shownId === null ? -1 : ids.indexOf(shownId);
  if (at === -1) return { previousId: null, nextId: null };
  return { previousId: ids[at - 1] ?? null, nextId: ids[at + 1] ?? null };
}
