"use client";

import { Button } from "@heroui/react";
import { useState } from "react";
import { z } from "zod";
import { FormProblem } from "../form/form-problem.tsx";
import type { SignInProvider } from "../session/sign-in-providers.ts";

const answer = z.object({ url: z.string() });

interface ProviderButtonsProps {
  readonly providers: readonly SignInProvider[];
  /** What the press does, before the provider's name. */
  readonly verb: string;
}

/** Other ways to prove who one is. The provider sends the browser back, signed in or with the reason why not. */
export function ProviderButtons({ providers, verb }: ProviderButtonsProps) {
  const [going, setGoing] = useState<SignInProvider["id"] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  if (providers.length === 0) return null;
  const go = async ({ id }: SignInProvider) => {
    setGoing(id);
    setFailed(false);
    const url = await askProvider(id);
    if (url !== null) window.location.assign(url);
    else {
      setGoing(null);
      setFailed(true);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      {providers.map((provider) => (
        <Button
          key={provider.id}
          variant="outline"
          fullWidth
          isDisabled={going !== null}
          onPress={() => void go(provider)}
        >
          {verb} {provider.name}
        </Button>
      ))}
      <FormProblem detail={hasFailed ? "The dashboard does not answer: try again in a moment." : null} />
    </div>
  );
}

/** Where the provider asks its question; null when there was no answer. */
async function askProvider(id: SignInProvider["id"]): Promise<string | null> {
  const response = await fetch(`/api/auth/signin/${id}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-auth-return-redirect": "1" },
    body: "",
  }).catch(() => null);
  const read = answer.safeParse(await response?.json().catch(() => null));
  return read.success ? read.data.url : null;
}
