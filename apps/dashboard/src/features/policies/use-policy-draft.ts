"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import type { ShownProblem } from "../../trpc/problem.ts";
import { useFaultFocus } from "../form/use-fault-focus.ts";
import type { DraftForm } from "../keys/issue/draft-context.tsx";
import { type Faults, faultOf, isAbout } from "../keys/issue/field-fault.ts";
import type { KeyDraft } from "../keys/issue/key-draft.ts";

const NONE: Faults = new Map();
const WITHIN = "rules.";

export interface PolicyDraftOptions {
  readonly initial: KeyDraft;
  readonly initialName: string;
  /** Null when it is done; the form is left then. */
  readonly onSend: (name: string, draft: KeyDraft) => Promise<ShownProblem | null>;
}

/** What is typed of a policy, and what the server said about it; nothing is lost when it is refused. */
export function usePolicyDraft({ initial, initialName, onSend }: PolicyDraftOptions) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState(initial);
  const [name, setName] = useState(initialName);
  const [faults, setFaults] = useState(NONE);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const isSending = useRef(false);
  const listed = useQuery({
    ...trpc.vendors.listEndpoints.queryOptions({ vendor: draft.vendor }),
    enabled: draft.vendor !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { formRef, focusFault } = useFaultFocus();
  const forget = (field: string) =>
    setFaults((before) => new Map([...before].filter(([path]) => !isAbout(path, field))));

  const submit = async () => {
    if (isSending.current) return;
    const typed = typedFaults(name, draft);
    setFaults(typed);
    setProblem(null);
    if (typed.size > 0) return focusFault();
    isSending.current = true;
    setPending(true);
    const refused = await onSend(name.trim(), draft);
    if (refused === null) return;
    isSending.current = false;
    setPending(false);
    const fields = atFields(refused);
    setFaults(fields);
    setProblem(fields.size === 0 ? refused.detail : "Nothing was saved: see what is marked above.");
    focusFault();
  };
  const form: DraftForm = {
    draft,
    set: (field, value) => {
      setDraft((before) => ({ ...before, [field]: value }));
      forget(field);
    },
    leave: () => undefined,
    faultAt: (path) => faults.get(path) ?? null,
    catalogue: draft.vendor === "" ? null : (listed.data?.data ?? null),
    policyTerms: null,
  };
  const changeName = (text: string) => {
    setName(text);
    forget("name");
  };
  return { form, formRef, name, setName: changeName, isPending, problem, submit: () => void submit() };
}

/** What cannot be sent at all; everything else the server judges. */
function typedFaults(name: string, draft: KeyDraft): Faults {
  const faults = new Map<string, ReturnType<typeof faultOf>>();
  if (name.trim() === "") faults.set("name", faultOf("Name the kind of agent that it is for."));
  if (draft.vendor === "") faults.set("vendor", faultOf("Choose a vendor."));
  const calls = draft.max_calls.trim();
  if (calls !== "" && !/^[1-9][0-9]{0,9}$/.test(calls))
    faults.set("max_calls", faultOf("Write a whole number."));
  return faults;
}

/** The server's paths are those of what was sent; rules that say nothing have a field too. */
function atFields(problem: ShownProblem): Faults {
  const fields = [...problem.fields].map(([path, { message, suggestions }]) => {
    const field =
      path === "rules" ? "allowed_endpoints" : path.startsWith(WITHIN) ? path.slice(WITHIN.length) : path;
    // The sentence names the field as the API does; a screen has a label.
    return [field, { message: message.replaceAll("expires_in", "the time"), suggestions }] as const;
  });
  return new Map(fields);
}
