import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { readTheme, themeScript } from "../features/shell/theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Keybrake", template: "%s · Keybrake" },
  description: "Short-lived, capped, revocable keys for agents that spend money at vendors.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1112" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = readTheme((await cookies()).get("theme")?.value);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The script below may set the attribute before React looks at it.
    <html lang="en" data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <head>
        {/* React Aria puts a style of its own into the page, and takes the nonce for it from here. */}
        <meta name="csp-nonce" nonce={nonce} suppressHydrationWarning />
        {/* Before anything is painted: which theme the system wants, only the browser knows. */}
        <script nonce={nonce} suppressHydrationWarning>
          {themeScript}
        </script>
      </head>
      <body className="min-h-dvh bg-canvas text-base text-ink antialiased">{children}</body>
    </html>
  );
}
