"use client";

import { createParser, parseAsStringLiteral, useQueryStates } from "nuqs";

const STATES = ["active", "expired", "revoked", "all"] as const;
const TEXT_MAX = 128;

export type KeyStateFilter = (typeof STATES)[number];

/** What an address holds is anybody's: longer than any name, it is not looked at. */
const parseAsName = createParser({
  parse: (text: string) => (text === "" || text.length > TEXT_MAX ? null : text),
  serialize: (text: string) => text,
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const parseAsUuid = createParser({
  parse: (text: string) => (UUID.test(text) ? text : null),
  serialize: (text: string) => text,
});

const parsers = {
  state: parseAsStringLiteral(STATES).withDefault("active"),
  vendor: parseAsName,
  agent_name: parseAsName,
  search: parseAsName.withOptions({ throttleMs: 300 }),
  /** From links on other pages. */
  credential_id: parseAsUuid,
  policy_id: parseAsUuid,
};

export function useKeyFilters() {
  const [filters, setFilters] = useQueryStates(parsers, { history: "replace", clearOnDefault: true });
  const isNarrowed = Object.entries(filters).some(([name, value]) => name !== "state" && value !== null);
  const input = {
    state: filters.state === "all" ? undefined : filters.state,
    vendor: filters.vendor ?? undefined,
    agent_name: filters.agent_name ?? undefined,
    search: filters.search?.trim() || undefined,
    credential_id: filters.credential_id ?? undefined,
    policy_id: filters.policy_id ?? undefined,
  };
  return { filters, setFilters, isNarrowed, input };
}

export type KeyFilters = ReturnType<typeof useKeyFilters>;
