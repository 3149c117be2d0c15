"use client";

import { Button, toast, useOverlayState } from "@heroui/react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm } from "../form/action-form.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { outcome } from "../form/outcome.ts";
import { TextEntry } from "../form/text-entry.tsx";
import type { Price } from "./price.ts";

interface SetPriceProps {
  readonly credentialId: string;
  /** Null for one that the list does not have yet. */
  readonly price: Price | null;
}

export function SetPrice({ credentialId, price }: SetPriceProps) {
  const dialog = useOverlayState();
  const title = price === null ? "Add a price" : price.title;
  return (
    <>
      <Button
        size="sm"
        variant={price === null ? "outline" : "ghost"}
        onPress={dialog.open}
        {...(price === null ? {} : { "aria-label": `Set the price of ${price.title}` })}
      >
        {price === null ? "Add a price" : "Set"}
      </Button>
      <FormDialog state={dialog} title={title}>
        <SetPriceForm credentialId={credentialId} price={price} onDone={dialog.close} />
      </FormDialog>
    </>
  );
}

function SetPriceForm({ credentialId, price, onDone }: SetPriceProps & { readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const set = useMutation(trpc.prices.set.mutationOptions());
  const save = async (item: string, usd: string | null) => {
    const problem = await outcome(set.mutateAsync({ id: credentialId, prices: [{ item, usd }] }));
    if (problem !== null) return problem;
    toast.success(
      usd === null
        ? `${item} is held at the vendor's own or the shipped price within 30 seconds.`
        : `${item} is held at $${usd} within 30 seconds.`,
    );
    onDone();
    await queryClient.invalidateQueries(trpc.prices.pathFilter());
    return null;
  };
  return (
    <ActionForm
      submit="Set the price"
      onSubmit={({ "prices[0].item": item = price?.item ?? "", "prices[0].usd": usd = "" }) =>
        save(item.trim(), usd.trim())
      }
    >
      {price === null ? (
        <TextEntry
          name="prices[0].item"
          label="What for"
          placeholder="sms:US"
          maxLength={80}
          autoFocus
          description="In the vendor's terms, as the refusal of a call names it."
        />
      ) : null}
      <TextEntry
        name="prices[0].usd"
        label="US dollars for one"
        defaultValue={price?.usd ?? ""}
        inputMode="decimal"
        maxLength={20}
        autoFocus={price !== null}
        description="At most 6 decimals. The vendor's own list does not overwrite it."
      />
      {price?.source === "edited" ? (
        <Button variant="ghost" size="sm" className="self-start" onPress={() => void save(price.item, null)}>
          Go back to the vendor's own or the shipped price
        </Button>
      ) : null}
    </ActionForm>
  );
}
