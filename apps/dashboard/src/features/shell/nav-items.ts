import {
  Activity,
  Bot,
  KeyRound,
  LayoutDashboard,
  Lock,
  type LucideIcon,
  Plug,
  ScrollText,
  Settings,
  ShieldCheck,
  Users,
} from "lucide-react";

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** In the order of the day: what runs, what may run, what it runs on. */
export const navSections: readonly { readonly title: string; readonly items: readonly NavItem[] }[] = [
  {
    title: "Watch",
    items: [
      { href: "/", label: "Overview", icon: LayoutDashboard },
      { href: "/agents", label: "Agents", icon: Bot },
      { href: "/audit", label: "Audit log", icon: ScrollText },
    ],
  },
  {
    title: "Control",
    items: [
      { href: "/keys", label: "Vault keys", icon: KeyRound },
      { href: "/policies", label: "Policies", icon: ShieldCheck },
      { href: "/credentials", label: "Credentials", icon: Lock },
      { href: "/vendors", label: "Vendors", icon: Plug },
    ],
  },
  {
    title: "Organization",
    items: [
      { href: "/members", label: "Members", icon: Users },
      { href: "/activity", label: "Activity", icon: Activity },
      { href: "/settings", label: "Settings", icon: Settings },
    ],
  },
];

/** `/keys/…` belongs to `/keys`; the overview is only itself; a run belongs to the agents. */
export function isCurrent(href: string, path: string): boolean {
  if (href === "/") return path === "/";
  return path === href || path.startsWith(`${href}/`) || (href === "/agents" && path.startsWith("/runs/"));
}
