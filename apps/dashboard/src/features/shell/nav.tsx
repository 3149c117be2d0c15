"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isCurrent, navSections } from "./nav-items.ts";

/** The pages, by what one comes for. `onGo` closes what the list stands in on a narrow screen. */
export function Nav({ onGo }: { readonly onGo?: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label="Pages" className="flex flex-col gap-5">
      {navSections.map(({ title, items }) => (
        <div key={title} className="flex flex-col gap-0.5">
          <p className="px-3 pb-1 text-xs font-medium text-ink-muted">{title}</p>
          {items.map(({ href, label, icon: Icon }) => {
            const current = isCurrent(href, path);
            return (
              <Link
                key={href}
                href={href}
                {...(onGo === undefined ? {} : { onClick: onGo })}
                aria-current={current ? "page" : undefined}
                className={`flex h-9 items-center gap-2.5 rounded-md px-3 text-sm transition-colors ${
                  current
                    ? "bg-accent-soft font-medium text-accent"
                    : "text-ink-muted hover:bg-code hover:text-ink"
                }`}
              >
                <Icon className="size-4 shrink-0" aria-hidden="true" />
                {label}
              </Link>
            );
          })}
        </div>
      ))}
    </nav>
  );
}
