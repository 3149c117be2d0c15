"use client";

import { ActionForm } from "../form/action-form.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { askSession } from "../session/post-session.ts";

/** `to` is where the person wanted to go: a path of this dashboard. */
export function SignInForm({ to }: { readonly to: string }) {
  return (
    <ActionForm
      submit="Sign in"
      leavesPage
      fullWidth
      onSubmit={async ({ email = "", password = "" }) => {
        const problem = await askSession("sign-in", { email: email.trim(), password });
        if (problem === null) window.location.assign(to);
        return problem;
      }}
    >
      <TextEntry
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        maxLength={EMAIL_MAX}
        autoFocus
      />
      <TextEntry
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        maxLength={PASSWORD_MAX}
      />
    </ActionForm>
  );
}

const EMAIL_MAX = 254;
const PASSWORD_MAX = 1_024;
