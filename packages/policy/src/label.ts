import { type Parsed, parsed, unparsed } from "./parsed.ts";

/** `billing/run_1`, split at its last slash: run `billing/run_1` of agent `billing`. */
export interface AgentRun {
  readonly agentName: string;
  /** The whole label: what the audit log calls `agent_run_id`. */
  readonly agentRunId: string;
  /** The part after the last slash. */
  readonly runName: string;
}

const longestLabel = 128;
const part = /^[A-Za-z0-9._:-]+$/;

/** Reads an `agent_run_label`: `agent/run` in letters, digits and `. _ : -`; the agent may contain slashes. */
export function parseAgentRunLabel(text: string): Parsed<AgentRun> {
  if (text.length > longestLabel)
    return unparsed(`An agent_run_label has at most ${longestLabel} characters.`);
  const slash = text.lastIndexOf("/");
  if (slash === -1) {
    return unparsed("Write agent_run_label as agent/run, such as billing/run_1: the slash is missing.");
  }
  if (!text.split("/").every((name) => part.test(name))) {
    return unparsed(
      "Each part of agent_run_label is one or more letters, digits and . _ : - (such as billing/run_1).",
    );
  }
  return parsed({ agentName: text.slice(0, slash), agentRunId: text, runName: text.slice(slash + 1) });
}
