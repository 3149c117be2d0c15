import { buttonVariants } from "@heroui/react";
import Link from "next/link";
import type { ReactNode } from "react";

interface LinkButtonProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly variant?: "primary" | "outline";
  readonly size?: "sm" | "md";
}

/** A way to another page that looks like a button: it stays a link, to be opened in a new tab or copied. */
export function LinkButton({ href, children, variant = "primary", size = "md" }: LinkButtonProps) {
  return (
    <Link href={href} className={buttonVariants({ variant, size })}>
      {children}
    </Link>
  );
}
