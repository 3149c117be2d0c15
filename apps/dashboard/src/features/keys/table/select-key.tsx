interface SelectKeyProps {
  readonly vaultKey: { readonly key_label: string; readonly agent_run_id: string };
  readonly isSelected: boolean;
  readonly onSelect: (isOn: boolean) => void;
}

export function SelectKey({ vaultKey, isSelected, onSelect }: SelectKeyProps) {
  return (
    <input
      type="checkbox"
      checked={isSelected}
      onChange={(event) => onSelect(event.target.checked)}
      aria-label={`Select ${vaultKey.key_label} of ${vaultKey.agent_run_id}`}
      className="block size-4 shrink-0 cursor-pointer accent-(--accent)"
    />
  );
}
