import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { z } from "zod";
import type { Aim, CallerOrder, CallerReply, CallPlan, CallRecord } from "./call-plan.ts";
import { Random } from "./random.ts";

// A process of its own: calls that are made where a test also waits for other things are timed together with those.

const TICK_MS = 2;
const TIMEOUT_MS = 30_000;
const CHUNK = 5_000;

const stripeError = z.object({
  error: z.object({ type: z.string(), code: z.string(), message: z.string() }),
});

let made = 0;

/** One plan while it is carried out. */
class Calling {
  aim: Aim;
  readonly #plan: CallPlan;
  readonly #random: Random;
  readonly #pools: readonly Pool[];
  readonly #inHand: number[];
  readonly #calls: CallRecord[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #loop = monitorEventLoopDelay({ resolution: 1 });
  #begun = 0;
  #leftOut = 0;
  #isEnded = false;

  constructor(plan: CallPlan, proxyUrls: readonly string[]) {
    this.#plan = plan;
    this.aim = plan.aim;
    this.#random = new Random(plan.seed);
    this.#inHand = proxyUrls.map(() => 0);
    this.#pools = proxyUrls.map(
      (url) =>
        new Pool(url, {
          connections: plan.callsAtOnce,
          pipelining: 1,
          headersTimeout: TIMEOUT_MS,
          bodyTimeout: TIMEOUT_MS,
        }),
    );
  }

  end(): void {
    this.#isEnded = true;
  }

  async run(): Promise<void> {
    this.#loop.enable();
    if (this.#plan.callsPerSecond === null) await this.#asAnswersCome();
    else await this.#byTheClock(this.#plan.callsPerSecond);
    await Promise.all(this.#underWay);
    this.#loop.disable();
    await Promise.all(this.#pools.map((pool) => pool.close()));
    for (let from = 0; from < this.#calls.length; from += CHUNK) {
      reply({ kind: "calls", calls: this.#calls.slice(from, from + CHUNK) });
    }
    const loopDelayMs = { p99: this.#loop.percentile(99) / 1e6, max: this.#loop.max / 1e6 };
    reply({ kind: "ended", rest: { leftOut: this.#leftOut, loopDelayMs } });
  }

  get #isOver(): boolean {
    return this.#isEnded || (this.#plan.calls !== null && this.#begun >= this.#plan.calls);
  }

  async #asAnswersCome(): Promise<void> {
    const work = async (proxy: number) => {
      while (!this.#isOver) await this.#call(proxy);
    };
    const workers = { length: this.#plan.callsAtOnce };
    await Promise.all(this.#pools.flatMap((_, proxy) => Array.from(workers, () => work(proxy))));
  }

  async #byTheClock(callsPerSecond: number): Promise<void> {
    const startedAt = performance.now();
    for (let due = 0; !this.#isOver; await wait(TICK_MS)) {
      const dueNow = ((performance.now() - startedAt) * callsPerSecond) / 1_000;
      for (; due < dueNow && !this.#isOver; due += 1) {
        const proxy = due % this.#pools.length;
        if ((this.#inHand[proxy] ?? 0) >= this.#plan.callsAtOnce) {
          this.#leftOut += 1;
          continue;
        }
        const calling = this.#call(proxy).finally(() => this.#underWay.delete(calling));
        this.#underWay.add(calling);
      }
    }
  }

  async #call(proxy: number): Promise<void> {
    const random = this.#random;
    const key = random.pick(random.pick(this.aim.filter((group) => group.length > 0)));
    const planned = this.#plan.keys[key];
    if (planned === undefined) throw new Error(`the plan has no key ${key}`);
    const name = `caller-${process.pid}-${made}`;
    made += 1;
    this.#begun += 1;
    const body = this.#body(random.pick(planned.amounts));
    this.#inHand[proxy] = (this.#inHand[proxy] ?? 0) + 1;
    const startedAtMs = Date.now();
    const startedAt = performance.now();
    const { status, code } = await this.#send(proxy, { secret: planned.secret, name, body });
    const tookMs = performance.now() - startedAt;
    this.#inHand[proxy] = (this.#inHand[proxy] ?? 1) - 1;
    this.#calls.push({ name, key, proxy, startedAtMs, tookMs, status, code });
  }

  /** Half of them are final when answered, half can still become a charge. */
  #body(amount: number): string {
    const random = this.#random;
    const delay = this.#plan.vendorDelayMs;
    const isConfirmed = random.between(0, 1) === 1;
    return (
      `amount=${amount}&currency=usd` +
      (delay === null ? "" : `&metadata[sandbox]=slow:${random.between(...delay)}`) +
      (isConfirmed ? "&confirm=true&payment_method=pm_card_visa&return_url=https%3A%2F%2Fexample.com" : "")
    );
  }

  async #send(
    proxy: number,
    call: { readonly secret: string; readonly name: string; readonly body: string },
  ): Promise<Pick<CallRecord, "status" | "code">> {
    try {
      // Not `fetch`, which costs the caller as much as the proxy; and a `Pool` sends no request twice.
      const answer = await this.#pools[proxy]?.request({
        method: "POST",
        path: "/v1/payment_intents",
        headers: {
          authorization: `Bearer ${call.secret}`,
          "content-type": "application/x-www-form-urlencoded",
          "user-agent": call.name,
        },
        body: call.body,
      });
      if (answer === undefined) throw new Error(`the plan has no proxy ${proxy}`);
      const text = await answer.body.text();
      if (answer.statusCode < 400) return { status: answer.statusCode, code: null };
      return { status: answer.statusCode, code: codeOf(text) };
    } catch (fault) {
      const code = fault instanceof Error && "code" in fault ? String(fault.code) : String(fault);
      return { status: 0, code };
    }
  }
}

function codeOf(text: string): string {
  try {
    return stripeError.parse(JSON.parse(text)).error.code;
  } catch {
    return "no error of Stripe's";
  }
}

function reply(message: CallerReply): void {
  process.send?.(message);
}

let calling: Calling | null = null;
process.on("message", (order: CallerOrder) => {
  switch (order.kind) {
    case "begin":
      calling = new Calling(order.plan, order.proxyUrls);
      calling.run().catch((fault: unknown) => {
        console.error(fault);
        process.exit(1);
      });
      break;
    case "aim":
      if (calling !== null) calling.aim = order.aim;
      break;
    case "end":
      calling?.end();
      break;
    default:
      order satisfies never;
  }
});
// However the test ends, nobody goes on calling.
process.on("disconnect", () => process.exit(0));
reply({ kind: "ready" });
