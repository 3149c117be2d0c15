"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { Service, ServiceState } from "./services.ts";

const ASK_EVERY_MS = 5_000;

const answer = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      task: z.string(),
      address: z.string().nullable(),
      state: z.enum(["running", "not_ready", "unreachable"]),
      remedy: z.string(),
    }),
  ),
});

/** Keeps what the server rendered up to date; when the dashboard itself is gone, it says that instead. */
export function ServiceList({ initial }: { readonly initial: readonly Service[] }) {
  const [services, setServices] = useState(initial);
  const [lost, setLost] = useState(false);

  useEffect(() => {
    const timer = setInterval(() => {
      // A page in the background asks nothing.
      if (document.visibilityState === "hidden") return;
      askServices().then(
        (fresh) => {
          setServices(fresh);
          setLost(false);
        },
        () => setLost(true),
      );
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  return (
    <section aria-labelledby="services" className="flex flex-col gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="services" className="text-sm font-semibold">
          What runs here
        </h2>
        <p className="text-xs text-ink-muted" aria-live="polite">
          {lost ? "The dashboard does not answer" : "Checked every 5 s"}
        </p>
      </div>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {services.map((service) => (
          <ServiceRow key={service.name} service={lost ? gone(service) : service} />
        ))}
      </ul>
    </section>
  );
}

function ServiceRow({ service }: { readonly service: Service }) {
  const { name, task, address, state, remedy } = service;
  return (
    <li className="flex flex-col gap-0.5 px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        <span className="text-sm font-medium">{name}</span>
        <StateMark state={state} />
      </div>
      <span className="text-xs text-ink-muted">{task}</span>
      {address === null ? null : <span className="font-mono text-xs break-all">{address}</span>}
      {state === "running" ? null : <span className="text-xs text-denied">{remedy}</span>}
    </li>
  );
}

const WORDS: Readonly<Record<ServiceState, string>> = {
  running: "Running",
  not_ready: "Not ready",
  unreachable: "Not reachable",
};

/** A shape and a word beside the colour, for whoever does not see the colour. */
function StateMark({ state }: { readonly state: ServiceState }) {
  const tone = state === "running" ? "text-allowed" : state === "not_ready" ? "text-held" : "text-denied";
  return (
    <span className={`flex shrink-0 items-center gap-1.5 text-xs font-medium ${tone}`}>
      <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
        {state === "running" ? (
          <circle cx="4" cy="4" r="4" fill="currentColor" />
        ) : (
          <path d="M1 1l6 6M7 1L1 7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
        )}
      </svg>
      {WORDS[state]}
    </span>
  );
}

async function askServices(): Promise<readonly Service[]> {
  const response = await fetch("/services", { signal: AbortSignal.timeout(ASK_EVERY_MS) });
  return answer.parse(await response.json()).services;
}

/** Without the dashboard nothing is known of the rest. */
function gone(service: Service): Service {
  return service.name === "Dashboard"
    ? { ...service, state: "unreachable", remedy: "Start it with npm run dashboard." }
    : service;
}
