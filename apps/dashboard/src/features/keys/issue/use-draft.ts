"use client";

import { useMemo, useState } from "react";
import type { ShownProblem } from "../../../trpc/problem.ts";
import { checkDraft, type DraftRules } from "./check-draft.ts";
import { type Faults, type FieldFault, isAbout } from "./field-fault.ts";
import type { DraftField, KeyDraft } from "./key-draft.ts";

const NONE: Faults = new Map();

/** What is typed, and what is wrong with it: at once where it was typed, and in the server's words after sending. */
export function useDraft(initial: KeyDraft, rules: DraftRules) {
  const [draft, setDraft] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<DraftField>>(new Set());
  const [wasSent, setSent] = useState(false);
  const [refused, setRefused] = useState<Faults>(NONE);
  const faults = useMemo(() => checkDraft(draft, rules), [draft, rules]);

  const set = <Field extends DraftField>(field: Field, value: KeyDraft[Field]) => {
    setDraft((before) => ({ ...before, [field]: value }));
    // What the server said was about what stood there before.
    setRefused((before) => new Map([...before].filter(([path]) => !isAbout(path, field))));
  };
  const leave = (field: DraftField) => setLeft((before) => new Set(before).add(field));
  const faultAt = (path: string): FieldFault | null => {
    const refusal = refused.get(path);
    if (refusal !== undefined) return refusal;
    const field = path.replace(/\[.*$/, "") as DraftField;
    return wasSent || left.has(field) ? (faults.get(path) ?? null) : null;
  };
  return {
    draft,
    set,
    leave,
    faultAt,
    setDraft,
    /** Whether the draft may be sent; from now on every field says what is wrong with it. */
    check: () => {
      setSent(true);
      return faults.size === 0;
    },
    refuse: (problem: ShownProblem) => setRefused(problem.fields),
  };
}
