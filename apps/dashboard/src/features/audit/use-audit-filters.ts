"use client";

import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useSession } from "../shell/session-context.tsx";
import { type AuditFilters, filterParsers, inputOf, noFilters } from "./filters.ts";

/** The filters of the address, and what they ask of the server at the moment that the page shows. */
export function useAuditFilters() {
  const { zone } = useSession().organization;
  const [filters, setFilters] = useQueryStates(filterParsers, { history: "push" });
  const [nowMs, setNow] = useState(() => Date.now());
  const input = useMemo(() => inputOf(filters, { nowMs, zone }), [filters, nowMs, zone]);
  return {
    filters,
    input,
    zone,
    /** When the list was last made; another moment is another list. */
    nowMs,
    set: (some: Partial<AuditFilters>) => void setFilters(some),
    clear: () => void setFilters(noFilters),
    /** Makes the list anew from this moment on. */
    renew: () => setNow(Date.now()),
  };
}

export type FiltersInUse = ReturnType<typeof useAuditFilters>;

/** The call that the drawer shows; null: it is closed. */
export function useShownCall() {
  return useQueryState("call", parseAsString.withOptions({ history: "replace" }));
}
