import Link from "next/link";
import type { ReactNode } from "react";

export function EntryLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className="rounded-sm text-accent underline underline-offset-2">
      {children}
    </Link>
  );
}
