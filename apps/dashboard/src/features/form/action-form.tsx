"use client";

import { Form } from "@heroui/react";
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { ShownProblem } from "../../trpc/problem.ts";
import { FormProblem } from "./form-problem.tsx";
import { SubmitButton } from "./submit-button.tsx";

export type FormValues = Readonly<Record<string, string>>;

interface ActionFormProps {
  readonly children: ReactNode;
  /** Does what the form is for; null when it is done. Fields are named as the server names them. */
  readonly onSubmit: (values: FormValues) => Promise<ShownProblem | null>;
  readonly submit: string;
  /** True where success leaves the page: the button stays busy until it is gone. */
  readonly leavesPage?: boolean;
  /** What stands beside the button: a way back, what it will do. */
  readonly beside?: ReactNode;
  readonly fullWidth?: boolean;
  readonly isDisabled?: boolean;
}

/**
 * A form that is sent once at a time and loses nothing of what was typed: the server's words stand at the field that
 * they are about, or above the button where they are about none, and the first of them gets the focus.
 */
export function ActionForm({ children, onSubmit, submit, leavesPage = false, ...look }: ActionFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isSending = useRef(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<ShownProblem | null>(null);
  useEffect(() => {
    const element = form.current;
    element?.addEventListener("input", judgeAgain);
    return () => element?.removeEventListener("input", judgeAgain);
  }, []);
  useEffect(() => {
    if (problem !== null) firstFault(form.current)?.focus();
  }, [problem]);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSending.current) return;
    isSending.current = true;
    setPending(true);
    const answer = await onSubmit(valuesOf(event.currentTarget));
    setProblem(answer);
    if (answer !== null || !leavesPage) {
      isSending.current = false;
      setPending(false);
    }
  };
  // The same object until another answer comes: a new one would bring back what was mended meanwhile.
  const { fieldErrors, rest } = useMemo(() => divide(problem, form.current), [problem]);
  return (
    // Posted natively only before the scripts run; a password must not end in an address then.
    <Form
      ref={form}
      method="post"
      validationErrors={fieldErrors}
      onSubmit={(event) => void send(event)}
      className="flex flex-col gap-4"
    >
      {children}
      <FormProblem detail={rest} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton
          isPending={isPending}
          isDisabled={look.isDisabled ?? false}
          fullWidth={look.fullWidth ?? false}
        >
          {submit}
        </SubmitButton>
        {look.beside}
      </div>
    </Form>
  );
}

/**
 * A field that is told to be wrong is judged again at each key, and not only when it is left: the message would go as
 * the button is pressed, and the button move from under the pointer.
 */
function judgeAgain({ target }: Event): void {
  if (!(target instanceof HTMLInputElement) || target.getAttribute("aria-invalid") !== "true") return;
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

function valuesOf(form: HTMLFormElement): FormValues {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** What is said at fields of this form, and what is left to be said about the whole. */
function divide(problem: ShownProblem | null, form: HTMLFormElement | null) {
  if (problem === null) return { fieldErrors: {}, rest: null };
  const entries = [...problem.fields].map(([name, { message, suggestions }]) => {
    const nearest = suggestions.length === 0 ? "" : ` Did you mean ${suggestions.join(", ")}?`;
    return [name, `${message}${nearest}`] as const;
  });
  const own = entries.filter(([name]) => form?.elements.namedItem(name) != null);
  const others = entries.filter((entry) => !own.includes(entry)).map(([name, text]) => `${name}: ${text}`);
  const rest = own.length === 0 ? problem.detail : others.length === 0 ? null : others.join(" ");
  return { fieldErrors: Object.fromEntries(own), rest };
}

function firstFault(form: HTMLFormElement | null): HTMLElement | null {
  return (
    form?.querySelector<HTMLElement>("input:invalid, select:invalid, textarea:invalid, [role=alert]") ?? null
  );
}
