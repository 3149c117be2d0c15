"use client";

import { Button } from "@heroui/react";
import { EmptyState, ErrorState, Skeleton } from "@keybrake/ui";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../../../trpc/problem.ts";
import { NewerNotice } from "../../live/newer-notice.tsx";
import { useMay } from "../../shell/session-context.tsx";
import { BulkRevoke } from "../revoke/bulk-revoke.tsx";
import { RevokeKey } from "../revoke/revoke-key.tsx";
import { IssueLink } from "./issue-link.tsx";
import { KeyTable } from "./key-table.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import type { KeyFilters } from "./use-key-filters.ts";
import { type KeyRowData, useKeyPages } from "./use-key-pages.ts";

const KEYS = { one: "key", many: "keys" };

/** The keys that the filters let through, and what can be done to them. */
export function KeyList({ filters }: { readonly filters: KeyFilters }) {
  const { pages, rows, listRef, newer, show } = useKeyPages(filters.input);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // Kept as they were when asked about: the list itself may lose them while the dialog says what became of them.
  const [asked, setAsked] = useState<readonly KeyRowData[] | null>(null);
  const mayRevoke = useMay("member");
  if (rows === undefined) {
    return pages.isError ? (
      <ErrorState
        title="The keys could not be read"
        onRetry={() => void pages.refetch()}
        retrying={pages.isFetching}
      >
        {problemOf(pages.error).detail}
      </ErrorState>
    ) : (
      <Skeleton lines={8} lineClassName="h-16" label="Loading keys" />
    );
  }
  const live = rows.filter(({ state }) => state === "active");
  // Only what is shown: nobody revokes what a filter hides.
  const chosen = live.filter(({ id }) => selected.has(id));
  const close = () => {
    setAsked(null);
    setSelected(new Set());
  };
  const [only, another] = asked ?? [];
  return (
    <>
      {rows.length === 0 ? (
        <NoKeys filters={filters} />
      ) : (
        <div className={pages.isPlaceholderData ? "opacity-60" : ""}>
          <SelectionBar
            shown={rows.length}
            isAll={!pages.hasNextPage}
            live={mayRevoke ? live.length : 0}
            chosen={chosen.length}
            onAll={(isOn) => setSelected(new Set(isOn ? live.map(({ id }) => id) : []))}
            onRevoke={() => setAsked(chosen)}
          />
          <div ref={listRef}>
            <NewerNotice newer={newer} noun={KEYS} onShow={show} />
            <KeyTable
              rows={rows}
              selected={selected}
              onSelect={mayRevoke ? setSelected : null}
              onRevoke={mayRevoke ? (key) => setAsked([key]) : null}
            />
          </div>
        </div>
      )}
      {pages.hasNextPage ? (
        <div className="flex justify-center py-4">
          <Button
            variant="outline"
            isPending={pages.isFetchingNextPage}
            onPress={() => void pages.fetchNextPage()}
          >
            {pages.isFetchingNextPage ? "Loading …" : "Load more"}
          </Button>
        </div>
      ) : null}
      {only === undefined ? null : another === undefined ? (
        <RevokeKey vaultKey={only} onClose={close} />
      ) : (
        <BulkRevoke vaultKeys={asked ?? []} onClose={close} />
      )}
    </>
  );
}

function NoKeys({ filters }: { readonly filters: KeyFilters }) {
  if (filters.isNarrowed) {
    return (
      <EmptyState icon={KeyRound} title="No key matches">
        Clear a filter, or look at keys of another state.
      </EmptyState>
    );
  }
  return filters.filters.state === "active" || filters.filters.state === "all" ? (
    <EmptyState icon={KeyRound} title="Nobody can spend anything" action={<IssueLink />}>
      No key is {filters.filters.state === "all" ? "issued yet" : "active"}. Issue one for an agent's run: one
      vendor, a few endpoints, a cap, a few hours.
    </EmptyState>
  ) : (
    <EmptyState icon={KeyRound} title={`No ${filters.filters.state} keys`}>
      Keys land here when they are {filters.filters.state === "expired" ? "over" : "revoked"}.
    </EmptyState>
  );
}
