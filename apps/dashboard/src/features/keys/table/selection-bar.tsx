"use client";

import { Button } from "@heroui/react";
import { plural } from "../revoke/in-flight-words.ts";

interface SelectionBarProps {
  readonly shown: number;
  /** Whether there are no more than those shown. */
  readonly isAll: boolean;
  /** How many of those shown can be revoked. */
  readonly live: number;
  readonly chosen: number;
  readonly onAll: (isOn: boolean) => void;
  readonly onRevoke: () => void;
}

/** Always there, so that selecting moves nothing. */
export function SelectionBar({ shown, isAll, live, chosen, onAll, onRevoke }: SelectionBarProps) {
  return (
    <div className="flex h-10 items-center gap-3 pb-2 pl-[0.6875rem] text-sm text-ink-muted tabular-nums">
      {live === 0 ? null : (
        <label className="flex cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            checked={chosen === live}
            ref={(box) => {
              if (box !== null) box.indeterminate = chosen > 0 && chosen < live;
            }}
            onChange={(event) => onAll(event.target.checked)}
            className="size-4 cursor-pointer accent-(--accent)"
          />
          <span className="sr-only">Select every active key shown</span>
        </label>
      )}
      <span aria-live="polite">
        {chosen > 0
          ? `${chosen} of ${plural(shown, "key")} selected`
          : `${plural(shown, "key")}${isAll ? "" : ", and more"}`}
      </span>
      {chosen === 0 ? null : (
        <>
          <Button size="sm" variant="danger-soft" onPress={onRevoke}>
            Revoke {plural(chosen, "key")}
          </Button>
          <Button size="sm" variant="ghost" onPress={() => onAll(false)}>
            Clear
          </Button>
        </>
      )}
    </div>
  );
}
