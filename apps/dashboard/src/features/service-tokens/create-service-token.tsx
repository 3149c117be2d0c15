"use client";

import { Button, useOverlayState } from "@heroui/react";
import { CodeSnippet } from "@keybrake/ui";
import { Plus } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { type MadeToken, ServiceTokenForm } from "./service-token-form.tsx";

export function CreateServiceToken() {
  const [made, setMade] = useState<MadeToken | null>(null);
  const dialog = useOverlayState({
    onOpenChange: (isOpen) => {
      if (isOpen) setMade(null);
    },
  });
  return (
    <>
      <Button onPress={dialog.open}>
        <Plus aria-hidden="true" />
        New service token
      </Button>
      <FormDialog
        state={dialog}
        title={made === null ? "New service token" : "The service token is made"}
        holds={made !== null}
      >
        {made === null ? (
          <ServiceTokenForm onMade={setMade} />
        ) : (
          <ShownOnce what="the service token" secret={made.secret} onDone={dialog.close}>
            <CodeSnippet title="Try it" code={curl(window.location.origin, made)} />
          </ShownOnce>
        )}
      </FormDialog>
    </>
  );
}

/** A first request that this very token may make. */
function curl(origin: string, { secret, scopes }: MadeToken): string {
  const header = [`export KEYBRAKE_TOKEN=${secret}`, `curl -sS ${origin}/api/v1`];
  const tail = `-H "Authorization: Bearer $KEYBRAKE_TOKEN"`;
  if (scopes.includes("read")) return `${header.join("\n")}/vault-keys \\\n  ${tail}`;
  if (!scopes.includes("keys:issue")) return `${header.join("\n")}/openapi.json \\\n  ${tail}`;
  const body = [
    '{"vendor": "stripe", "agent_run_label": "billing/run_1",',
    '"allowed_endpoints": ["POST /v1/payment_intents"],',
    '"daily_usd_cap": 50, "expires_in": "1h"}',
  ].join("\n       ");
  return [
    `${header.join("\n")}/vault-keys \\`,
    `  ${tail} \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body}'`,
  ].join("\n");
}
