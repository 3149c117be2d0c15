/** A run's id holds slashes, which stay the address's: `billing/run_1` is at /runs/billing/run_1. */
function segments(text: string): string {
  return text.split("/").map(encodeURIComponent).join("/");
}

export function runPath(agentRunId: string): string {
  return `/runs/${segments(agentRunId)}`;
}

export function agentPath(agentName: string): string {
  return `/agents/${segments(agentName)}`;
}

export function keyPath(id: string): string {
  return `/keys/${encodeURIComponent(id)}`;
}

/** The audit log, filtered; what is undefined is not asked. */
export function auditPath(filters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? "/audit" : `/audit?${query}`;
}
