import type { AppRouter } from "@keybrake/api";
import { CapBar, Money, Skeleton, Stat } from "@keybrake/ui";
import type { inferProcedureOutput } from "@trpc/server";

type Today = inferProcedureOutput<AppRouter["overview"]["show"]>["today"];

const count = new Intl.NumberFormat("en-US");

/** The day in five figures: what is gone, what is in the air, what could still go. */
export function TodayStats({ today }: { readonly today: Today | undefined }) {
  if (today === undefined) return <StatSkeleton />;
  const { caps } = today;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Stat
        name="Spent today"
        value={<Money amount={today.spent_usd} inline />}
        detail={
          Number(today.accrued_usd) === 0 ? (
            "all of it final"
          ) : (
            <>
              and <Money amount={today.accrued_usd} inline /> not final yet
            </>
          )
        }
      />
      <Stat
        name="In flight"
        value={<Money amount={today.held_usd} inline />}
        detail={`${count.format(today.in_flight_calls)} calls held`}
      />
      <Stat name="Allowed" value={count.format(today.allowed_calls)} detail="calls today" />
      <Stat name="Denied" value={count.format(today.denied_calls)} detail="calls today" />
      <div className="col-span-2 grid lg:col-span-1">
        <Stat
          name="Left of the daily caps"
          value={<Money amount={caps.left_usd} inline />}
          detail={
            <div className="flex flex-col gap-1.5">
              <span>
                of <Money amount={caps.daily_cap_usd} inline />, {count.format(caps.live_keys)} live keys
              </span>
              <CapBar
                bare
                spent={caps.used_usd}
                held="0"
                cap={caps.daily_cap_usd}
                label={`Used of the daily caps of ${count.format(caps.live_keys)} live keys`}
              />
            </div>
          }
        />
      </div>
    </div>
  );
}

function StatSkeleton() {
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
      {["a", "b", "c", "d", "e"].map((key) => (
        <div
          key={key}
          className="flex h-[7.375rem] items-center rounded-lg border border-line bg-surface px-4 last:col-span-2 lg:last:col-span-1"
        >
          <Skeleton lines={3} />
        </div>
      ))}
    </div>
  );
}
