import { type ReactNode, useId } from "react";

interface SettingsSectionProps {
  readonly title: string;
  /** What it decides, and for whom. */
  readonly lead: ReactNode;
  readonly children: ReactNode;
}

/** A part of the settings that is saved by itself. */
export function SettingsSection({ title, lead, children }: SettingsSectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 border-t border-line py-6 first:border-0 first:pt-0 lg:grid-cols-[16rem_minmax(0,36rem)]"
    >
      <div className="flex flex-col gap-1">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        <p className="text-xs text-ink-muted">{lead}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
