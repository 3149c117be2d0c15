import { formatUsd, Label } from "@keybrake/ui";
import type { ShownEndpoint } from "./custom-vendor.ts";

/** What may be called, and what a call costs. */
export function PricedEndpoints({ endpoints }: { readonly endpoints: readonly ShownEndpoint[] }) {
  return (
    <section aria-labelledby="its-endpoints" className="flex min-w-0 flex-col gap-3">
      <h2 id="its-endpoints" className="text-sm font-semibold">
        {endpoints.length === 1 ? "1 endpoint" : `${endpoints.length} endpoints`}
      </h2>
      <ul aria-label="Endpoints" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {endpoints.map(({ method, path, price }) => (
          <li
            key={`${method} ${path}`}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-2.5 text-sm"
          >
            <Label text={`${method} ${path}`} className="min-w-0 font-mono text-[13px] break-all" />
            <span className={price.kind === "free" ? "text-ink-muted" : "font-medium text-held tabular-nums"}>
              {priceWords(price)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function priceWords({ kind, usd = "0", amount = [], currency = "", unit }: ShownEndpoint["price"]): string {
  if (kind === "free") return "costs nothing";
  if (kind === "flat") return `${formatUsd(usd)} a call`;
  const code = Array.isArray(currency) ? `currency in ${currency.join(".")}` : currency.toUpperCase();
  return `${amount.join(".")}, in ${unit === "minor" ? "minor" : "major"} units, ${code}`;
}
