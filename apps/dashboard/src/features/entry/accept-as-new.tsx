"use client";

import { Tabs } from "@heroui/react";
import { useState } from "react";
import { ActionForm } from "../form/action-form.tsx";
import { TextEntry } from "../form/text-entry.tsx";
import { askSession } from "../session/post-session.ts";
import { NewPersonFields } from "./new-person-fields.tsx";

interface AcceptAsNewProps {
  readonly token: string;
  readonly email: string;
  readonly passwordRule: string;
}

/** Nobody is signed in: the invited person is new here, or signs in. The page does not know which, and must not tell. */
export function AcceptAsNew({ token, email, passwordRule }: AcceptAsNewProps) {
  const [way, setWay] = useState<string>("new");
  return (
    <Tabs selectedKey={way} onSelectionChange={(key) => setWay(String(key))}>
      <Tabs.ListContainer>
        <Tabs.List aria-label="Who you are">
          <Tabs.Tab id="new">
            I am new here
            <Tabs.Indicator />
          </Tabs.Tab>
          <Tabs.Tab id="known">
            I have an account
            <Tabs.Indicator />
          </Tabs.Tab>
        </Tabs.List>
      </Tabs.ListContainer>
      <Tabs.Panel id="new" className="px-0 pt-4">
        <ActionForm
          submit="Join"
          leavesPage
          fullWidth
          onSubmit={async ({ name = "", password = "" }) => {
            const problem = await askSession("accept-invitation", { token, name, password });
            if (problem === null) window.location.assign("/");
            return problem;
          }}
        >
          <UserName email={email} />
          <NewPersonFields passwordRule={passwordRule} />
        </ActionForm>
      </Tabs.Panel>
      <Tabs.Panel id="known" className="px-0 pt-4">
        <ActionForm
          submit="Sign in and join"
          leavesPage
          fullWidth
          onSubmit={async ({ password = "" }) => {
            const problem =
              (await askSession("sign-in", { email, password })) ??
              (await askSession("accept-invitation", { token }));
            if (problem === null) window.location.assign("/");
            return problem;
          }}
        >
          <UserName email={email} />
          <TextEntry
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            maxLength={1_024}
          />
        </ActionForm>
      </Tabs.Panel>
    </Tabs>
  );
}

/** So that the browser's password manager stores the password under the right address. */
function UserName({ email }: { readonly email: string }) {
  return (
    <TextEntry
      name="email"
      label="E-mail"
      type="email"
      autoComplete="username"
      defaultValue={email}
      isReadOnly
    />
  );
}
