import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readRunPath } from "../../../../features/runs/read-run-path.ts";
import { RunPage } from "../../../../features/runs/run-page.tsx";

export const metadata: Metadata = { title: "Run" };

export default async function RunsPage({ params }: { readonly params: Promise<{ readonly run: string[] }> }) {
  const agentRunId = readRunPath((await params).run);
  if (agentRunId === null) notFound();
  return <RunPage agentRunId={agentRunId} />;
}
