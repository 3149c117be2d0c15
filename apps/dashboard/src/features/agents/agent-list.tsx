"use client";

import { SearchField } from "@heroui/react";
import { EmptyState, ErrorState, Label, Money, PageHeader, RelativeTime, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useWindow, WindowSwitch } from "../charts/window-switch.tsx";
import { agentPath } from "../shell/paths.ts";
import { useSession } from "../shell/session-context.tsx";

const SEARCH_MAX = 128;
const count = new Intl.NumberFormat("en-US");

export function AgentList() {
  const trpc = useTRPC();
  const [window, setWindow] = useWindow("30d");
  const [search, setSearch] = useQueryState(
    "q",
    parseAsString.withDefault("").withOptions({ throttleMs: 200 }),
  );
  const wanted = search.trim().slice(0, SEARCH_MAX);
  const agents = useQuery({
    ...trpc.agents.list.queryOptions({ window, ...(wanted === "" ? {} : { search: wanted }) }),
    placeholderData: (before) => before,
  });
  return (
    <>
      <PageHeader
        title="Agents"
        question="Who spends, and how much is usual?"
        actions={<WindowSwitch window={window} onChange={setWindow} />}
      />
      <div className="flex flex-col gap-4">
        <SearchField
          aria-label="Search agents"
          className="max-w-xs"
          value={search}
          onChange={(text) => void setSearch(text === "" ? null : text)}
        >
          <SearchField.Group>
            <SearchField.SearchIcon />
            <SearchField.Input placeholder="Search agents" maxLength={SEARCH_MAX} />
            <SearchField.ClearButton />
          </SearchField.Group>
        </SearchField>
        {agents.data === undefined ? (
          agents.isError ? (
            <ErrorState title="The agents could not be read" onRetry={() => void agents.refetch()}>
              {problemOf(agents.error).detail}
            </ErrorState>
          ) : (
            <Skeleton lines={8} lineClassName="h-11" />
          )
        ) : agents.data.data.length === 0 ? (
          <EmptyState title={wanted === "" ? "No agent yet" : "No agent by that name"} icon={Bot}>
            {wanted === ""
              ? "An agent is the part of a run's name before the last slash: issue a key for billing/run_1, and billing is here."
              : "Search for another part of its name."}
          </EmptyState>
        ) : (
          <AgentTable agents={agents.data.data} complete={agents.data.complete} />
        )}
      </div>
    </>
  );
}

interface Agent {
  readonly agent_name: string;
  readonly spent_usd: string;
  readonly allowed_calls: number;
  readonly denied_calls: number;
  readonly runs: number;
  readonly live_keys: number;
  readonly last_call_at: string | null;
}

function AgentTable({ agents, complete }: { readonly agents: readonly Agent[]; readonly complete: boolean }) {
  const { zone } = useSession().organization;
  return (
    <div className="scroll-hint overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-sm">
        <thead className="border-b border-line text-left text-xs text-ink-muted">
          <tr>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 font-medium">Agent</th>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 text-right font-medium">Spent</th>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 text-right font-medium">Calls</th>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 text-right font-medium">Denied</th>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 text-right font-medium">Runs</th>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 text-right font-medium">Live keys</th>
            <th className="px-3 py-2.5 whitespace-nowrap sm:px-4 text-right font-medium">Last call</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {agents.map((agent) => (
            <tr key={agent.agent_name} className="hover:bg-code">
              <td className="max-w-72 px-3 py-2.5 sm:px-4 font-medium">
                <Link href={agentPath(agent.agent_name)} className="hover:underline">
                  <Label text={agent.agent_name} isOneLine />
                </Link>
              </td>
              <td className="px-3 py-2.5 sm:px-4">
                <Money amount={agent.spent_usd} />
              </td>
              <td className="px-3 py-2.5 sm:px-4 text-right tabular-nums">
                {count.format(agent.allowed_calls)}
              </td>
              <td
                className={`px-3 py-2.5 sm:px-4 text-right tabular-nums ${agent.denied_calls > 0 ? "font-medium text-denied" : "text-ink-muted"}`}
              >
                {count.format(agent.denied_calls)}
              </td>
              <td className="px-3 py-2.5 sm:px-4 text-right tabular-nums">{count.format(agent.runs)}</td>
              <td className="px-3 py-2.5 sm:px-4 text-right tabular-nums">{count.format(agent.live_keys)}</td>
              <td className="px-3 py-2.5 sm:px-4 text-right text-ink-muted">
                {agent.last_call_at === null ? "never" : <RelativeTime at={agent.last_call_at} zone={zone} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {complete ? null : (
        <p className="border-t border-line px-4 py-3 text-sm text-ink-muted">
          There are more agents than are shown: search for one.
        </p>
      )}
    </div>
  );
}
