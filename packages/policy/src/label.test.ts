import { describe, expect, test } from "vitest";
import { parseAgentRunLabel } from "./label.ts";

describe("parseAgentRunLabel", () => {
  test.each([
    ["billing/run_abc123", "billing", "run_abc123"],
    ["team/billing/run-1", "team/billing", "run-1"],
    ["a:b.c/2026-06-15T10:00", "a:b.c", "2026-06-15T10:00"],
    [`${"a".repeat(126)}/b`, "a".repeat(126), "b"],
  ])("splits %s at its last slash", (agentRunId, agentName, runName) => {
    expect(parseAgentRunLabel(agentRunId)).toEqual({ ok: true, value: { agentName, agentRunId, runName } });
  });

  test.each([
    "billing",
    "",
    "/",
    "/run",
    "billing/",
    "a//b",
    "/a/b",
    "a b/run",
    "a/run\n",
    "a/rün",
    "a/=cmd",
    "a/<b>",
    "a/\u202erun",
    `${"a".repeat(127)}/b`,
  ])("refuses %j with a sentence that shows the form", (label) => {
    const result = parseAgentRunLabel(label);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.message).toMatch(/agent_run_label/);
  });
});
