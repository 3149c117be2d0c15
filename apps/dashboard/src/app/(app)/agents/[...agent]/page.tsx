import type { Metadata } from "next";
import { AgentPage } from "../../../../features/agents/agent-page.tsx";

export const metadata: Metadata = { title: "Agent" };

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly agent: readonly string[] }>;
}) {
  const { agent } = await params;
  return <AgentPage agentName={agent.map(decodeURIComponent).join("/")} />;
}
