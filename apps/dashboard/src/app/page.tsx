import { connection } from "next/server";
import { FirstCall } from "../features/first-call/first-call.tsx";
import { firstCallSteps } from "../features/first-call/steps.ts";
import { readServices } from "../features/services/read-services.ts";
import { ServiceList } from "../features/services/service-list.tsx";
import { settings } from "../settings.ts";

/** Nobody signs in yet, so this shows what runs and how to begin, and nothing of any organization. */
export default async function Page() {
  // Rendered for each request: its scripts carry that request's nonce.
  await connection();
  const { publicDashboardUrl, publicProxyUrl } = settings();
  const steps = firstCallSteps({ dashboard: publicDashboardUrl, proxy: publicProxyUrl });
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-8 px-4 py-6 sm:px-8 sm:py-10">
      <header className="flex flex-col gap-4">
        <p className="flex items-center gap-2 text-sm font-semibold">
          <svg
            viewBox="0 0 20 20"
            className="size-5 text-accent"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            aria-hidden="true"
          >
            <circle cx="10" cy="10" r="8" />
            <path d="M6.5 10h7" strokeLinecap="round" />
          </svg>
          Keybrake
        </p>
        <div className="flex max-w-2xl flex-col gap-1">
          <h1 className="text-2xl font-semibold tracking-tight">An agent gets a brake, not your keys</h1>
          <p className="text-ink-muted">
            A vault key is for one run: one vendor, a few endpoints, a few dollars, a few hours. The proxy
            decides each call before the vendor hears of it.
          </p>
        </div>
      </header>
      <main className="grid gap-8 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-6 lg:sticky lg:top-8 lg:self-start">
          <ServiceList initial={await readServices()} />
          <p className="text-xs text-ink-muted">
            Every route is described in{" "}
            <a className="text-accent underline underline-offset-2" href="/api/v1/openapi.json">
              OpenAPI 3.1
            </a>
            . Screens for keys, spend and the audit log come behind a sign-in.
          </p>
        </div>
        <FirstCall steps={steps} />
      </main>
    </div>
  );
}
