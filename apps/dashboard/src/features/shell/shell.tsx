"use client";

import { Button, Drawer, Toast, useOverlayState } from "@heroui/react";
import { Menu, Search } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useLive } from "../live/use-live.ts";
import { SignedOutNotice } from "../session/signed-out-notice.tsx";
import { Brand } from "./brand.tsx";
import { CommandPalette, openPalette } from "./command-palette.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Nav } from "./nav.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { UserMenu } from "./user-menu.tsx";

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
        <ConnectionNotice />
        <SignedOutNotice />
        {children}
      </main>
      <CommandPalette />
      <Toast.Provider placement="bottom end" />
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
      <SearchButton />
      <Nav {...(onGo === undefined ? {} : { onGo })} />
      <div className="mt-auto">
        <UserMenu />
      </div>
    </>
  );
}

function SearchButton() {
  return (
    <button
      type="button"
      onClick={openPalette}
      className="flex h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 text-sm text-ink-muted hover:bg-code"
    >
      <Search className="size-4" aria-hidden="true" />
      Jump to …
      <span className="ml-auto text-xs" aria-hidden="true">
        Ctrl K
      </span>
    </button>
  );
}

function NarrowBar() {
  const menu = useOverlayState();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-canvas px-4 lg:hidden">
      <Drawer state={menu}>
        <Button isIconOnly variant="ghost" size="sm" aria-label="Menu" onPress={menu.open}>
          <Menu className="size-5" aria-hidden="true" />
        </Button>
        <Drawer.Backdrop>
          <Drawer.Content placement="left">
            <Drawer.Dialog aria-label="Menu" className="flex h-dvh w-72 flex-col gap-5 overflow-y-auto p-3">
              <SideContent onGo={menu.close} />
            </Drawer.Dialog>
          </Drawer.Content>
        </Drawer.Backdrop>
      </Drawer>
      <Link href="/">
        <Brand />
      </Link>
      <Button
        isIconOnly
        variant="ghost"
        size="sm"
        aria-label="Jump to …"
        className="ml-auto"
        onPress={openPalette}
      >
        <Search className="size-5" aria-hidden="true" />
      </Button>
    </header>
  );
}
