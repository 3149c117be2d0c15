"use client";

import { Menu, Search } from "lucide-react";
import Link from "next/link";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useLive } from "../live/use-live.ts";
import { SignedOutNotice } from "../session/signed-out-notice.tsx";
import { Brand } from "./brand.tsx";
import { CommandPalette, openPalette } from "./command-palette.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Nav } from "./nav.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { Toasts } from "./toasts.tsx";
import { UserMenu } from "./user-menu.tsx";

const NarrowMenu = lazy(() => import("./narrow-menu.tsx"));
const ICON_BUTTON =
  "flex size-9 cursor-pointer items-center justify-center rounded-md text-ink hover:bg-code active:bg-line";

/** What stands around every signed-in page: at the side where there is room, behind a button where there is none. */
export function Shell({ children }: { readonly children: ReactNode }) {
  useLive();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r border-line p-3 lg:flex">
        <SideContent />
      </aside>
      <NarrowBar />
      <main id="content" className="min-w-0 px-4 py-6 sm:px-8">
        <div className="mx-auto max-w-7xl">
          <ConnectionNotice />
          <SignedOutNotice />
          {children}
        </div>
      </main>
      <CommandPalette />
      <Toasts />
    </div>
  );
}

function SideContent({ onGo }: { readonly onGo?: () => void }) {
  return (
    <>
      <Link href="/" className="px-3 pt-2">
        <Brand />
      </Link>
      <OrganizationSwitcher />
      <SearchButton {...(onGo === undefined ? {} : { onGo })} />
      <Nav {...(onGo === undefined ? {} : { onGo })} />
      <div className="mt-auto">
        <UserMenu />
      </div>
    </>
  );
}

function SearchButton({ onGo }: { readonly onGo?: () => void }) {
  return (
    <button
      type="button"
      onClick={() => {
        onGo?.();
        openPalette();
      }}
      className="flex h-9 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 text-sm text-ink-muted hover:bg-code"
    >
      <Search className="size-4" aria-hidden="true" />
      Jump to …
      <span
        className="ml-auto hidden rounded-sm border border-line bg-code px-1.5 font-sans text-[11px] leading-4 lg:block"
        aria-hidden="true"
      >
        Ctrl K
      </span>
    </button>
  );
}

function NarrowBar() {
  const [isOpen, setOpen] = useState<boolean | null>(null);
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-canvas px-4 lg:hidden">
      <button type="button" aria-label="Menu" className={ICON_BUTTON} onClick={() => setOpen(true)}>
        <Menu className="size-5" aria-hidden="true" />
      </button>
      {isOpen === null ? null : (
        <Suspense>
          <NarrowMenu isOpen={isOpen} onOpenChange={setOpen}>
            <SideContent onGo={() => setOpen(false)} />
          </NarrowMenu>
        </Suspense>
      )}
      <Link href="/" className="rounded-md">
        <Brand />
      </Link>
      <button type="button" aria-label="Jump to …" className={`${ICON_BUTTON} ml-auto`} onClick={openPalette}>
        <Search className="size-5" aria-hidden="true" />
      </button>
    </header>
  );
}
