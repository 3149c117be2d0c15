"use client";

import { Label as FieldLabel, SearchField } from "@heroui/react";
import { ErrorState, RelativeTime, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useMay, useSession } from "../shell/session-context.tsx";
import { Table } from "../table/table.tsx";
import { SetRate } from "./set-rate.tsx";

/** The rates that keys issued from now on get. */
export function CurrencyRates() {
  const trpc = useTRPC();
  const [wanted, setWanted] = useState("");
  const rates = useQuery(trpc.currencyRates.list.queryOptions({}));
  if (rates.isPending) return <Skeleton lines={6} lineClassName="h-12" label="Loading the rates" />;
  if (rates.isError) {
    return (
      <ErrorState
        title="The rates could not be read"
        onRetry={() => void rates.refetch()}
        retrying={rates.isFetching}
      >
        {problemOf(rates.error).detail}
      </ErrorState>
    );
  }
  const found = rates.data.data
    .filter(({ currency }) => currency !== "usd" && matches(currency, wanted))
    // The organization's own first: they are the ones that somebody has to keep up to date.
    .toSorted((a, b) => Number(b.source === "organization") - Number(a.source === "organization"));
  return (
    <div className="flex flex-col gap-3">
      <SearchField value={wanted} onChange={setWanted} className="w-full sm:w-64" maxLength={40}>
        <FieldLabel>Find a rate</FieldLabel>
        <SearchField.Group>
          <SearchField.SearchIcon />
          <SearchField.Input placeholder="eur, yen …" />
          <SearchField.ClearButton />
        </SearchField.Group>
      </SearchField>
      {found.length === 0 ? (
        <NoRate wanted={wanted} />
      ) : (
        <div className="max-h-96 overflow-y-auto rounded-lg">
          <Table
            label="Currency rates"
            columns={[
              { title: "Currency" },
              { title: "US dollars for one", isNumber: true },
              { title: "From" },
              { title: "What can be done", isQuiet: true },
            ]}
          >
            {found.map((rate) => (
              <RateRow key={rate.currency} {...rate} />
            ))}
          </Table>
        </div>
      )}
    </div>
  );
}

interface RateRowProps {
  readonly currency: string;
  readonly usd_rate: string;
  readonly source: "organization" | "shipped";
  readonly updated_at: string | null;
}

function RateRow({ currency, usd_rate, source, updated_at }: RateRowProps) {
  const mayChange = useMay("admin");
  const { zone } = useSession().organization;
  return (
    <tr>
      <td>
        <span className="font-mono font-medium uppercase">{currency}</span>{" "}
        <span className="text-ink-muted">{nameOf(currency)}</span>
      </td>
      <td className="text-right tabular-nums">{usd_rate}</td>
      <td className="text-ink-muted">
        {source === "shipped" || updated_at === null ? (
          "shipped"
        ) : (
          <>
            you, <RelativeTime at={updated_at} zone={zone} />
          </>
        )}
      </td>
      <td className="text-right">{mayChange ? <SetRate currency={currency} rate={usd_rate} /> : null}</td>
    </tr>
  );
}

function NoRate({ wanted }: { readonly wanted: string }) {
  const mayChange = useMay("admin");
  const code = wanted.trim().toLowerCase();
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm text-ink-muted">
      There is no rate for that, so calls in it are refused.
      {mayChange && /^[a-z]{3}$/.test(code) && code !== "usd" ? <SetRate currency={code} rate="" /> : null}
    </div>
  );
}

let names: Intl.DisplayNames | undefined;

function nameOf(currency: string): string {
  names ??= new Intl.DisplayNames("en", { type: "currency", fallback: "none" });
  return names.of(currency.toUpperCase()) ?? "";
}

function matches(currency: string, wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return `${currency} ${nameOf(currency).toLowerCase()}`.includes(text);
}
