"use client";

import { Tabs } from "@heroui/react";
import { CodeSnippet } from "@keybrake/ui";
import type { Snippet } from "./issue-snippets.ts";

/** The same in several languages. */
export function SnippetTabs({
  label,
  snippets,
}: {
  readonly label: string;
  readonly snippets: readonly Snippet[];
}) {
  return (
    <Tabs variant="secondary" className="min-w-0">
      <Tabs.ListContainer>
        <Tabs.List aria-label={label}>
          {snippets.map(({ id, title }) => (
            <Tabs.Tab key={id} id={id} className="px-1 whitespace-nowrap sm:px-4">
              {title}
              <Tabs.Indicator />
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs.ListContainer>
      {snippets.map(({ id, title, code }) => (
        <Tabs.Panel key={id} id={id} className="min-w-0 p-0">
          <CodeSnippet title={title} code={code} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
