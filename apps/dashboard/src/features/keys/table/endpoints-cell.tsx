"use client";

import { Button, Popover } from "@heroui/react";
import { Label } from "@keybrake/ui";
import { ScrollList } from "../scroll-list.tsx";

/** The first of them, and all behind a button: the list can be two hundred long. */
export function EndpointsCell({ endpoints }: { readonly endpoints: readonly string[] }) {
  const [first = "", ...others] = endpoints;
  return (
    <span className="flex items-center gap-2">
      <Label text={first} isOneLine className="max-w-60 font-mono text-[13px] md:max-w-44" />
      {others.length === 0 ? null : (
        <Popover>
          <Button
            size="sm"
            variant="outline"
            aria-label={`All ${endpoints.length} endpoints`}
            className="h-5 shrink-0 px-1.5 text-xs tabular-nums md:h-5"
          >
            +{others.length}
          </Button>
          <Popover.Content placement="bottom start">
            <Popover.Dialog aria-label="Allowed endpoints">
              <ScrollList label="Allowed endpoints" className="max-h-80 gap-1">
                {endpoints.map((endpoint) => (
                  <li key={endpoint}>
                    <Label text={endpoint} className="font-mono text-[13px]" />
                  </li>
                ))}
              </ScrollList>
            </Popover.Dialog>
          </Popover.Content>
        </Popover>
      )}
    </span>
  );
}
