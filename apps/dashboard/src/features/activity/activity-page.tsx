"use client";

import { Button } from "@heroui/react";
import { PageHeader } from "@keybrake/ui";
import { Download } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { ExportStatus } from "../export/export-status.tsx";
import { useExport } from "../export/use-export.ts";
import { useSession } from "../shell/session-context.tsx";
import { ActivityFilterBar } from "./activity-filter-bar.tsx";
import { activityInput, activityParsers } from "./activity-filters.ts";
import { ActivityList } from "./activity-list.tsx";
import { useActivity } from "./use-activity.ts";

/** What people and service tokens did in the control plane; what agents did is the audit log's. */
export function ActivityPage() {
  const { zone } = useSession().organization;
  const [filters, setFilters] = useQueryStates(activityParsers, { history: "push" });
  const { actor, action, when, from, to } = filters;
  // "The last 24 hours" are those before it was asked for; a moment of its own a render would be asked for each time.
  const input = useMemo(
    () => activityInput({ actor, action, when, from, to }, zone, Date.now()),
    [actor, action, when, from, to, zone],
  );
  const inView = useActivity(input);
  const exporting = useExport();
  const rows = inView.activity.isSuccess && !inView.activity.hasNextPage ? inView.entries.length : null;
  const isFiltered = actor !== null || action !== null || when !== "any";
  return (
    <>
      <PageHeader
        title="Activity"
        question="Who changed what?"
        actions={
          <Button
            variant="outline"
            isDisabled={exporting.state.kind === "running"}
            onPress={() => exporting.start({ name: "activity", query: input, rows })}
          >
            <Download aria-hidden="true" />
            Export CSV
          </Button>
        }
      />
      <ExportStatus {...exporting} />
      <ActivityFilterBar filters={filters} onChange={(changed) => void setFilters(changed)} />
      <ActivityList
        inView={inView}
        zone={zone}
        {...(isFiltered ? { onClear: () => void setFilters(null) } : {})}
      />
    </>
  );
}
