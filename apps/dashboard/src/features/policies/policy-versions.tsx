"use client";

import { RelativeTime } from "@keybrake/ui";
import { parseAsInteger, useQueryStates } from "nuqs";
import { SelectChoice } from "../form/select-choice.tsx";
import { useSession } from "../shell/session-context.tsx";
import { diffRules } from "./diff-rules.ts";
import { readRules } from "./policy-rules.ts";
import { RuleChanges } from "./rule-changes.tsx";
import type { ShownPolicy } from "./shown-policy.ts";

type Versions = ShownPolicy["versions"];

/** Every version, and what lies between any two of them; which two stands in the address. */
export function PolicyVersions({ versions }: { readonly versions: Versions }) {
  const [chosen, setChosen] = useQueryStates(
    { from: parseAsInteger, to: parseAsInteger },
    { history: "replace" },
  );
  const { zone } = useSession().organization;
  const newest = versions[0];
  if (newest === undefined) return null;
  const to = versions.find(({ version }) => version === chosen.to) ?? newest;
  const from = versions.find(({ version }) => version === chosen.from) ?? before(versions, to.version);
  return (
    <section aria-labelledby="versions" className="flex min-w-0 flex-col gap-3">
      <h2 id="versions" className="text-sm font-semibold">
        {versions.length === 1 ? "Its only version" : "Between versions"}
      </h2>
      {from === undefined || versions.length === 1 ? null : (
        <>
          <div className="grid grid-cols-2 gap-3">
            <VersionChoice
              label="From"
              versions={versions}
              value={from.version}
              onChange={(version) => void setChosen({ from: version })}
            />
            <VersionChoice
              label="To"
              versions={versions}
              value={to.version}
              onChange={(version) => void setChosen({ to: version })}
            />
          </div>
          <RuleChanges changes={diffRules(readRules(from.rules), readRules(to.rules))} />
        </>
      )}
      <ol aria-label="Versions, newest first" className="divide-y divide-line text-sm">
        {versions.map(({ version, created_at: at }) => (
          <li key={version} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <span className="tabular-nums">Version {version}</span>
            <RelativeTime at={at} zone={zone} className="text-xs text-ink-muted" />
            {version > 1 ? (
              <button
                type="button"
                onClick={() => void setChosen({ from: version - 1, to: version })}
                className="ml-auto cursor-pointer text-xs font-medium text-accent hover:underline"
              >
                What it changed<span className="sr-only"> in version {version}</span>
              </button>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The version before, or for the first one itself: then there is nothing between. */
function before(versions: Versions, version: number): Versions[number] | undefined {
  return versions.find((candidate) => candidate.version < version) ?? versions.at(-1);
}

interface VersionChoiceProps {
  readonly label: string;
  readonly versions: Versions;
  readonly value: number;
  readonly onChange: (version: number) => void;
}

function VersionChoice({ label, versions, value, onChange }: VersionChoiceProps) {
  return (
    <SelectChoice
      label={label}
      value={String(value)}
      onChange={(chosen) => onChange(Number(chosen))}
      options={versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }))}
    />
  );
}
