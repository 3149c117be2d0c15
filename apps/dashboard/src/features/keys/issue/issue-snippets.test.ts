import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { issueSnippets } from "./issue-snippets.ts";
import { emptyDraft, requestOf } from "./key-draft.ts";

const request = requestOf({
  ...emptyDraft,
  vendor: "stripe",
  agent_run_label: "billing/run_1",
  allowed_endpoints: ["it's $(echo not) a `command`"],
  daily_usd_cap: "50",
});

test("the curl preview sends just what the form sends, whatever was typed", () => {
  const [curl] = issueSnippets(request, "http://127.0.0.1:3000");
  const printed = execFileSync("/bin/sh", [
    "-c",
    `curl() { for last; do :; done; printf %s "$last"; }\n${curl?.code}`,
  ]);
  expect(JSON.parse(printed.toString())).toEqual(JSON.parse(JSON.stringify(request)));
});
