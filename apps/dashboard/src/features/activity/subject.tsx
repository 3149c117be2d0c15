"use client";

import { Label } from "@keybrake/ui";
import Link from "next/link";
import { useActorName } from "../members/use-actor-name.ts";
import { keyPath, runPath } from "../shell/paths.ts";

interface SubjectProps {
  /** `vault_key:<id>` and the like. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, string>> = {
  vault_key: "vault key",
  service_token: "service token",
  user: "person",
};
const SHORT = 8;

/** What it was done to, with a way there where it has a page, and the facts that were noted. */
export function Subject({ subject, detail }: SubjectProps) {
  const at = subject.indexOf(":");
  const [kind, id] = at < 0 ? ["", subject] : [subject.slice(0, at), subject.slice(at + 1)];
  const nameOf = useActorName();
  const href = hrefOf(kind, id);
  const name = nameOf(subject) ?? (/^[0-9a-f-]{36}$/.test(id) ? `…${id.slice(-SHORT)}` : id);
  const words = <Label text={`${KINDS[kind] ?? kind} ${name}`.trim()} />;
  return (
    <span className="flex min-w-60 flex-col">
      <span title={subject}>
        {href === null ? (
          words
        ) : (
          <Link href={href} className="text-accent hover:underline">
            {words}
          </Link>
        )}
      </span>
      <Facts detail={detail} />
    </span>
  );
}

function hrefOf(kind: string, id: string): string | null {
  if (kind === "vault_key") return keyPath(id);
  if (kind === "run") return runPath(id);
  return kind === "vendor" ? `/vendors/${encodeURIComponent(id)}` : null;
}

function Facts({ detail }: Pick<SubjectProps, "detail">) {
  const facts = Object.entries(detail).filter(([, value]) => value !== null && value !== "");
  if (facts.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-ink-muted">
      {facts.map(([name, value]) => (
        <span key={name}>
          {name.replaceAll("_", " ")} <Label text={factText(value)} className="text-ink" />
        </span>
      ))}
    </span>
  );
}

function factText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
