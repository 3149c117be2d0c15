"use client";

import { Dropdown } from "@heroui/react";
import { LogOut, type LucideIcon, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { postSession } from "../session/post-session.ts";
import type { OpenedMenuProps } from "./menu-button.tsx";
import { OpenedDropdown } from "./opened-dropdown.tsx";
import { type Theme, themes } from "./theme.ts";

const THEMES: Readonly<Record<Theme, { readonly words: string; readonly icon: LucideIcon }>> = {
  system: { words: "Theme: as the system", icon: Monitor },
  light: { words: "Theme: light", icon: Sun },
  dark: { words: "Theme: dark", icon: Moon },
};
const YEAR_SECONDS = 31_536_000;

export default function UserMenuItems(button: OpenedMenuProps) {
  const router = useRouter();
  const act = async (id: string) => {
    if (id === "account") router.push("/account");
    else if (id === "sign-out") {
      if (await postSession("sign-out", {})) window.location.assign("/sign-in");
    } else wear(id as Theme);
  };
  return (
    <OpenedDropdown
      {...button}
      placement="top start"
      onAction={(id) => void act(id)}
      items={
        <>
          {item("account", "Your account", UserRound)}
          {themes.map((theme) => item(theme, THEMES[theme].words, THEMES[theme].icon))}
          {item("sign-out", "Sign out", LogOut)}
        </>
      }
    />
  );
}

function item(id: string, words: string, Icon: LucideIcon) {
  return (
    <Dropdown.Item key={id} id={id} textValue={words}>
      <Icon className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
      {words}
    </Dropdown.Item>
  );
}

function wear(theme: Theme): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  const age = theme === "system" ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it to paint the first page right; no API does both
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme === "system" ? (dark ? "dark" : "light") : theme;
}
