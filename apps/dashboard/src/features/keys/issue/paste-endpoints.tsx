"use client";

import { Button, Label, TextArea, TextField } from "@heroui/react";
import { useState } from "react";
import { useDraftForm } from "./draft-context.tsx";
import { readEndpointList } from "./endpoint-list.ts";

/** A whole allowlist from elsewhere. Entries that match nothing are kept and say so: nothing pasted is lost. */
export function PasteEndpoints() {
  const { draft, set, leave } = useDraftForm();
  const [text, setText] = useState("");
  const entries = readEndpointList(text);
  const add = () => {
    set("allowed_endpoints", [...new Set([...draft.allowed_endpoints, ...entries])]);
    leave("allowed_endpoints");
    setText("");
  };
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">Paste a list</summary>
      <div className="flex flex-col items-start gap-2 pt-2">
        <TextField fullWidth value={text} onChange={setText} maxLength={60_000}>
          <Label>One a line, or a JSON array</Label>
          <TextArea
            rows={4}
            spellCheck="false"
            placeholder={"POST /v1/payment_intents\nGET /v1/customers/*"}
            className="font-mono text-[13px]"
          />
        </TextField>
        <Button size="sm" variant="outline" isDisabled={entries.length === 0} onPress={add}>
          {entries.length === 0
            ? "Add"
            : `Add ${entries.length === 1 ? "1 entry" : `${entries.length} entries`}`}
        </Button>
      </div>
    </details>
  );
}
