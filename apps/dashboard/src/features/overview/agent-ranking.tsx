"use client";

import type { AppRouter } from "@keybrake/api";
import { EmptyState, Label, Money, Skeleton, Sparkline } from "@keybrake/ui";
import type { inferProcedureOutput } from "@trpc/server";
import { Bot } from "lucide-react";
import Link from "next/link";
import type { Window } from "../charts/window-switch.tsx";
import { agentPath } from "../shell/paths.ts";
import { Card } from "./card.tsx";

type Agents = inferProcedureOutput<AppRouter["overview"]["show"]>["agents"];

const SHOWN_MAX = 10;
const count = new Intl.NumberFormat("en-US");
const WORDS: Readonly<Record<Window, string>> = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" };

export function AgentRanking({
  agents,
  window,
}: {
  readonly agents: Agents | undefined;
  readonly window: Window;
}) {
  return (
    <Card
      title={`Agents by spend, last ${WORDS[window]}`}
      action={
        <Link href="/agents" className="text-sm text-accent hover:underline">
          All agents
        </Link>
      }
    >
      {agents === undefined ? (
        <div className="p-4">
          <Skeleton lines={6} lineClassName="h-12" />
        </div>
      ) : agents.length === 0 ? (
        <EmptyState title="No agent has a key yet" icon={Bot}>
          An agent appears here with its first vault key.
        </EmptyState>
      ) : (
        <div className="scroll-hint overflow-x-auto">
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-line text-left text-xs text-ink-muted">
                <th className="px-4 py-2 font-medium">Agent</th>
                <th className="px-4 py-2 font-medium">Over time</th>
                <th className="px-4 py-2 text-right font-medium">Spent</th>
                <th className="px-4 py-2 text-right font-medium">Calls</th>
                <th className="px-4 py-2 text-right font-medium">Denied</th>
                <th className="px-4 py-2 text-right font-medium">Left today</th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {agents.slice(0, SHOWN_MAX).map((agent) => (
                <AgentRow key={agent.agent_name} agent={agent} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function AgentRow({ agent }: { readonly agent: Agents[number] }) {
  const { agent_name: name, denied_calls: denied } = agent;
  return (
    <tr>
      <td className="max-w-56 px-4 py-2.5 font-medium">
        <Link href={agentPath(name)} className="hover:underline">
          <Label text={name} isOneLine />
        </Link>
      </td>
      <td className="px-4 py-2.5">
        <Sparkline values={agent.sparkline.map(Number)} label={`Spend of ${name} over time`} />
      </td>
      <td className="px-4 py-2.5">
        <Money amount={agent.spent_usd} />
      </td>
      <td className="px-4 py-2.5 text-right tabular-nums">{count.format(agent.allowed_calls)}</td>
      <td
        className={`px-4 py-2.5 text-right tabular-nums ${denied > 0 ? "font-medium text-denied" : "text-ink-muted"}`}
      >
        {count.format(denied)}
      </td>
      <td className="px-4 py-2.5">
        {agent.left_today_usd === null ? (
          <span className="block text-right text-ink-muted">no daily cap</span>
        ) : (
          <Money amount={agent.left_today_usd} />
        )}
      </td>
    </tr>
  );
}
