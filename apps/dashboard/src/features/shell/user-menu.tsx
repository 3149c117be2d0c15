"use client";

import { Dropdown } from "@heroui/react";
import { CircleUserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { postSession } from "../session/post-session.ts";
import { useSession } from "./session-context.tsx";
import { type Theme, themes } from "./theme.ts";

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: "Theme: as the system",
  light: "Theme: light",
  dark: "Theme: dark",
};
const YEAR_SECONDS = 31_536_000;

/** One's own things: sessions, theme, the way out. */
export function UserMenu() {
  const { email } = useSession();
  const router = useRouter();
  const act = async (key: string) => {
    if (key === "sessions") router.push("/account");
    else if (key === "sign-out") {
      if (await postSession("sign-out", {})) window.location.assign("/sign-in");
    } else wear(key as Theme);
  };
  return (
    <Dropdown>
      <Dropdown.Trigger
        aria-label={`Signed in as ${email}`}
        className="flex h-9 w-full items-center gap-2.5 rounded-md px-3 text-left text-sm text-ink-muted hover:bg-code hover:text-ink"
      >
        <CircleUserRound className="size-4 shrink-0" aria-hidden="true" />
        <span className="min-w-0 flex-1 truncate">{email}</span>
      </Dropdown.Trigger>
      <Dropdown.Popover placement="top start">
        <Dropdown.Menu onAction={(key) => void act(String(key))}>
          <Dropdown.Item id="sessions">Your sessions</Dropdown.Item>
          {themes.map((theme) => (
            <Dropdown.Item key={theme} id={theme}>
              {THEME_WORDS[theme]}
            </Dropdown.Item>
          ))}
          <Dropdown.Item id="sign-out">Sign out</Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
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
