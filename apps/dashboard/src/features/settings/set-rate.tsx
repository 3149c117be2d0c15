"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { TextEntry } from "../form/text-entry.tsx";

interface SetRateProps {
  readonly currency: string;
  /** Empty where there is none yet. */
  readonly rate: string;
}

export function SetRate({ currency, rate }: SetRateProps) {
  const dialog = useOverlayState();
  const code = currency.toUpperCase();
  return (
    <>
      <Button
        size="sm"
        variant={rate === "" ? "outline" : "ghost"}
        onPress={dialog.open}
        aria-label={`Set the rate of ${code}`}
      >
        {rate === "" ? `Set a rate for ${code}` : "Set"}
      </Button>
      <FormDialog state={dialog} title={`The rate of ${code}`}>
        <SetRateForm currency={currency} rate={rate} onDone={dialog.close} />
      </FormDialog>
    </>
  );
}

function SetRateForm({ currency, rate, onDone }: SetRateProps & { readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const set = useMutation(trpc.currencyRates.set.mutationOptions());
  const code = currency.toUpperCase();
  return (
    <ActionForm
      submit="Set the rate"
      onSubmit={async ({ usd_rate = "" }) => {
        const problem = await outcome(set.mutateAsync({ currency, usd_rate: usd_rate.trim() }));
        if (problem !== null) return problem;
        toast.success(`Keys issued from now on count ${code} at ${usd_rate.trim()}.`);
        onDone();
        await queryClient.invalidateQueries(trpc.currencyRates.pathFilter());
        return null;
      }}
    >
      <TextEntry
        name="usd_rate"
        label={`US dollars for one ${code}`}
        defaultValue={rate}
        inputMode="decimal"
        maxLength={20}
        autoFocus
        description="For keys issued from now on. Keys already issued keep the rate that they were issued with."
      />
    </ActionForm>
  );
}
