import { CopyButton } from "./copy-button.tsx";
import type { Outcome, Step } from "./steps.ts";

/** The steps in order, each with its command to copy and what to expect of it. */
export function FirstCall({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <section aria-labelledby="first-call" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id="first-call" className="text-sm font-semibold">
          A first braked call
        </h2>
        <p className="text-xs text-ink-muted">In one shell, from the top; no money moves</p>
      </div>
      <ol className="flex flex-col gap-4">
        {steps.map((step, index) => (
          <StepCard key={step.title} step={step} number={index + 1} />
        ))}
      </ol>
    </section>
  );
}

function StepCard({ step, number }: { readonly step: Step; readonly number: number }) {
  const commandId = `command-${number}`;
  return (
    <li className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex gap-3 px-4 py-3">
        <span
          aria-hidden="true"
          className="mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent tabular-nums"
        >
          {number}
        </span>
        <div className="flex min-w-0 flex-1 flex-col gap-x-4 gap-y-2 sm:flex-row sm:justify-between">
          <div>
            <h3 className="text-sm font-medium">{step.title}</h3>
            <p className="text-sm text-ink-muted">{step.why}</p>
          </div>
          {step.outcome === null ? null : <OutcomeMark outcome={step.outcome} />}
        </div>
      </div>
      <div className="relative border-t border-line bg-code">
        <pre
          id={commandId}
          className="px-4 py-3 pr-20 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap"
        >
          <code>{step.command}</code>
        </pre>
        <CopyButton text={step.command} sourceId={commandId} label={`Copy the command of step ${number}`} />
      </div>
    </li>
  );
}

function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const allowed = outcome.kind === "allowed";
  return (
    <p
      className={`flex h-6 shrink-0 items-center gap-1.5 self-start rounded-full px-2 text-xs font-medium ${
        allowed ? "bg-allowed-soft text-allowed" : "bg-denied-soft text-denied"
      }`}
    >
      <svg
        viewBox="0 0 10 10"
        className="size-2.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        aria-hidden="true"
      >
        {allowed ? <path d="M1 5.5l2.5 2.5L9 2" /> : <path d="M2 2l6 6M8 2l-6 6" />}
      </svg>
      <span className="sr-only">Answers </span>
      <span className="tabular-nums">{outcome.status}</span>
      <span className="font-mono">{outcome.verdict}</span>
    </p>
  );
}
