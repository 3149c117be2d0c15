"use client";

import { exactTime, KeyValue, Label, RelativeTime, StateBadge, VerdictBadge } from "@keybrake/ui";
import Link from "next/link";
import { agentPath, keyPath, runPath } from "../shell/paths.ts";
import { CallMoney } from "./call-money.tsx";
import { stateOf } from "./call-state.ts";
import { CopyableId } from "./copyable-id.tsx";
import type { DetailedCall } from "./detailed-call.ts";
import { RelatedCalls } from "./related-calls.tsx";
import { RequestFacts } from "./request-facts.tsx";
import { Section } from "./section.tsx";

interface CallDetailProps {
  readonly call: DetailedCall;
  readonly zone: string;
  readonly onShow: (id: string) => void;
  /** Null where the role may not decide about a call whose outcome is unknown. */
  readonly onResolve: ((call: DetailedCall) => void) | null;
}

export function CallDetail({ call, zone, onShow, onResolve }: CallDetailProps) {
  return (
    <article className="flex flex-col gap-5 text-ink">
      <header className="flex flex-col gap-2">
        <h3 className="font-mono text-sm font-semibold break-all">
          <Label text={call.endpoint} />
        </h3>
        <p className="flex flex-wrap items-center gap-1.5 text-xs text-ink-muted">
          <VerdictBadge verdict={call.policy_verdict} />
          <StateBadge state={stateOf(call.state)} />
          <RelativeTime at={call.called_at} zone={zone} />
          {call.replayed ? <span>· the vendor repeated an earlier answer</span> : null}
        </p>
      </header>
      <CallMoney call={call} zone={zone} onResolve={onResolve} />
      <Section title="Who">
        <Who call={call} />
      </Section>
      <Section title="Request">
        <RequestFacts call={call} />
      </Section>
      <Section title="Answer">
        <Answer call={call} />
      </Section>
      <Section title="When">
        <When call={call} zone={zone} />
      </Section>
      <RelatedCalls call={call} zone={zone} onShow={onShow} />
    </article>
  );
}

const LINK = "text-accent hover:underline";

function Who({ call }: { readonly call: DetailedCall }) {
  return (
    <KeyValue
      items={[
        {
          name: "Agent",
          value: (
            <Link className={LINK} href={agentPath(call.agent_name)}>
              <Label text={call.agent_name} />
            </Link>
          ),
        },
        {
          name: "Run",
          value: (
            <Link className={LINK} href={runPath(call.agent_run_id)}>
              <Label text={call.agent_run_id} />
            </Link>
          ),
        },
        {
          name: "Vault key",
          value: (
            <Link className={`${LINK} font-mono`} href={keyPath(call.vault_key_id)}>
              <Label text={call.key_label} />
            </Link>
          ),
        },
        {
          name: "Credential",
          value: (
            <Link className={LINK} href="/credentials">
              <Label text={call.credential_label} />
            </Link>
          ),
        },
        { name: "Address", value: <Label text={call.client_ip} className="font-mono text-[13px]" /> },
        { name: "User agent", value: <Label text={call.user_agent} className="break-all" /> },
      ]}
    />
  );
}

function Answer({ call }: { readonly call: DetailedCall }) {
  const {
    status_code: status,
    vendor_txn_id: transaction,
    vendor_request_id: request,
    latency_ms: latency,
  } = call;
  return (
    <KeyValue
      items={[
        {
          name: "Status",
          value: status === null ? <Absent /> : <span className="tabular-nums">{status}</span>,
        },
        {
          name: "Latency",
          value: latency === null ? <Absent /> : <span className="tabular-nums">{latency} ms</span>,
        },
        {
          name: "Transaction",
          value: transaction === null ? <Absent /> : <CopyableId id={transaction} what="transaction's id" />,
        },
        {
          name: "Vendor's request",
          value: request === null ? <Absent /> : <CopyableId id={request} what="vendor's request id" />,
        },
        { name: "Call", value: <CopyableId id={call.id} what="call's id" /> },
      ]}
    />
  );
}

function When({ call, zone }: Pick<CallDetailProps, "call" | "zone">) {
  const exact = (at: string | null) =>
    at === null ? <Absent /> : <time dateTime={at}>{exactTime(new Date(at), zone)}</time>;
  return (
    <KeyValue
      items={[
        { name: "Admitted or denied", value: exact(call.called_at) },
        { name: "Completed", value: exact(call.completed_at) },
        { name: "Counts for the day", value: <span className="tabular-nums">{call.window_day}</span> },
      ]}
    />
  );
}

function Absent() {
  return (
    <span className="text-ink-muted">
      <span aria-hidden="true">—</span>
      <span className="sr-only">none</span>
    </span>
  );
}
