import { Ban } from "lucide-react";
import type { ReactNode } from "react";
import { renderToStaticMarkup, renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import * as ui from "./index.ts";

const zone = "Europe/Berlin";
const at = "2026-03-03T13:05:09.000Z";
const buckets = [{ startsAt: "2026-03-03T13:00:00.000Z", values: { allowed: 3, denied_daily_cap: 1 } }];
const window = { from: "2026-03-02T23:00:00.000Z", to: "2026-03-03T23:00:00.000Z" };

const EVERYTHING: Readonly<Record<string, ReactNode>> = {
  SpendOverTime: <ui.SpendOverTime buckets={buckets} groups={["allowed"]} zone={zone} interval="hour" />,
  CallsByVerdict: <ui.CallsByVerdict buckets={buckets} zone={zone} interval="hour" />,
  SpendByVendor: <ui.SpendByVendor vendors={[{ vendor: "stripe", spent: 3, held: 1 }]} />,
  TopEndpoints: (
    <ui.TopEndpoints by="calls" endpoints={[{ vendor: "stripe", endpoint: "GET /v1", value: 1 }]} />
  ),
  SpendAgainstCap: <ui.SpendAgainstCap points={[{ at, spent: 1 }]} cap="5" window={window} zone={zone} />,
  ChartSkeleton: <ui.ChartSkeleton title="Spend" />,
  Sparkline: <ui.Sparkline values={[0, 1, 2]} label="Spend" />,
  CapBar: <ui.CapBar spent="1" held="2" cap="5" label="Daily cap" />,
  Money: <ui.Money amount="1234.5" />,
  RelativeTime: <ui.RelativeTime at={at} zone={zone} now="2026-03-03T13:08:10.000Z" />,
  Badge: <ui.Badge icon={Ban} word="Live" tone="held" meaning="Moves money" />,
  VerdictBadge: <ui.VerdictBadge verdict="denied_daily_cap" />,
  StateBadge: <ui.StateBadge state="unknown" />,
  CopyButton: <ui.CopyButton text="a" label="Copy it" />,
  CodeSnippet: <ui.CodeSnippet code="curl" title="curl" />,
  EmptyState: <ui.EmptyState title="None yet">Make one.</ui.EmptyState>,
  ErrorState: <ui.ErrorState title="Not read" onRetry={() => undefined} />,
  Skeleton: <ui.Skeleton lines={3} />,
  KeyValue: <ui.KeyValue items={[{ name: "Agent", value: "billing" }]} />,
  PageHeader: <ui.PageHeader title="Overview" question="Is anything running away?" />,
  Stat: <ui.Stat name="Spent" value="$1.00" />,
  Label: <ui.Label text={"a\u202eb"} />,
};

test("every component that this package exports is held to the rules below", () => {
  const components = Object.keys(ui).filter((name) => /^[A-Z][a-z]/.test(name));
  expect(Object.keys(EVERYTHING).sort()).toEqual(components.sort());
});

test.each(Object.entries(EVERYTHING))("%s is rendered by a server without style attributes", (_, element) => {
  expect(renderToStaticMarkup(element)).not.toMatch(/<[^>]*\sstyle=/);
});

describe("what a server renders", () => {
  test("keeps a chart's place and names its unit and zone, but draws nothing", () => {
    const markup = renderToString(EVERYTHING.SpendOverTime);
    expect(markup).toContain("USD an hour, Europe/Berlin");
    expect(markup).toContain('height="240"');
    expect(markup).not.toContain("recharts");
  });

  test("says in words that there is nothing, with neither drawing nor legend", () => {
    const none = [{ startsAt: at, values: { a: 0 } }];
    const markup = renderToStaticMarkup(
      <ui.SpendOverTime buckets={none} groups={["a"]} zone={zone} interval="hour" />,
    );
    expect(markup).toContain("No spend in this window.");
    expect(markup).not.toContain("<svg");
    expect(renderToStaticMarkup(<ui.Sparkline values={[0, 0]} label="Spend" />)).not.toContain("<svg");
  });

  test("has a time relative to the server's clock, the exact one on hover and for machines", () => {
    expect(renderToStaticMarkup(EVERYTHING.RelativeTime)).toMatch(
      /<time dateTime="2026-03-03T13:05:09.000Z" title="Mar 3, 2026, 14:05:09 Europe\/Berlin".*>3 min ago</,
    );
  });

  test("does not take a cost that is not known yet for nothing", () => {
    expect(renderToStaticMarkup(<ui.Money amount={null} />)).toContain("not known yet");
    expect(renderToStaticMarkup(<ui.Money amount="0" />)).toContain("$0.00");
  });

  test("says a verdict and a state in words beside the icon, and calls an unheard code a denial", () => {
    expect(renderToStaticMarkup(<ui.VerdictBadge verdict="denied_daily_cap" />)).toMatch(
      /<svg.*Denied: daily cap/,
    );
    expect(renderToStaticMarkup(<ui.VerdictBadge verdict="denied_new_thing" />)).toContain(
      "Denied: new thing",
    );
    expect(renderToStaticMarkup(<ui.StateBadge state="accrued" />)).toMatch(/<svg.*Accrued/);
  });

  test("tells what the cap's bar shows to those who do not see it", () => {
    expect(renderToStaticMarkup(EVERYTHING.CapBar)).toContain(
      "Daily cap: $1.00 spent, $2.00 held, $2.00 left, of $5.00",
    );
  });
});
