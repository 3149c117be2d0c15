import { CopyButton, Label } from "@keybrake/ui";

interface CopyableIdProps {
  readonly id: string;
  /** "call's id" */
  readonly what: string;
}

export function CopyableId({ id, what }: CopyableIdProps) {
  return (
    <span className="flex items-start justify-between gap-2">
      <Label text={id} className="min-w-0 pt-1 font-mono text-[13px] break-all" />
      <CopyButton text={id} label={`Copy the ${what}`} />
    </span>
  );
}
