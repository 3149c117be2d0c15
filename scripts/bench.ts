import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { measure, type Point, warmUp } from "./bench/measure.ts";
import { type BenchOptions, readOptions } from "./bench/options.ts";
import { benchReading } from "./bench/reading/bench-reading.ts";
import { makeReport, table } from "./bench/report.ts";
import { type Stage, setStage } from "./bench/stage.ts";
import { Witness } from "./bench/witness.ts";
import { isInstalled } from "./bench/wrk.ts";
import { runCommand } from "./run-command.ts";
import { onStopSignals } from "./start/stop-signals.ts";
import { build } from "./turbo.ts";

const INTERRUPTED = 130;

const say = (text: string) => console.error(text);
const load = () => loadavg().map((average) => average.toFixed(2));

/** All subjects at each number of connections, in turn, so that what else the machine does falls on all alike. */
async function measureAll(stage: Stage, options: BenchOptions, signal: AbortSignal): Promise<Point[]> {
  const witness = new Witness(stage.sandbox.url, stage.postgres.superuserUrl);
  const points: Point[] = [];
  try {
    say("Warming everything up, so that no point measures a compiler …");
    for (const subject of stage.subjects) await warmUp(subject, signal);
    for (const connections of options.connections) {
      for (const subject of stage.subjects) {
        say(`${subject.name}, ${connections} connections (load average ${load()[0]}) …`);
        points.push(
          await measure(subject, { stage, witness, connections, seconds: options.seconds, signal }),
        );
      }
    }
    return points;
  } finally {
    await witness.close();
  }
}

async function bench(options: BenchOptions, signal: AbortSignal): Promise<number> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const onClose = (close: () => Promise<unknown>) => closers.unshift(close);
    if (options.export) return await benchReading(options, { signal, say, onClose });
    await build(["@keybrake/proxy-app", "@keybrake/sandbox-app"], signal);
    say(`Load average before: ${load().join(", ")}. What else runs here makes every figure worse.`);
    const stage = await setStage({ profileFolder: options.profile, signal, say, onClose });
    const points = await measureAll(stage, options, signal);
    const report = makeReport(points, options);
    writeFileSync(options.out, `${JSON.stringify(report, null, 2)}\n`);
    console.log(table(points));
    console.log(`\nLoad average after: ${load().join(", ")}. JSON: ${options.out}`);
    for (const fault of report.faults) console.log(fault);
    return report.faults.length === 0 ? 0 : 1;
  } finally {
    for (const close of closers) await close().catch((fault: unknown) => console.error(fault));
  }
}

await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  if (process.platform !== "linux") throw new Error("The bench reads /proc, so it runs on Linux only.");
  if (!options.export && !isInstalled("wrk")) {
    say("wrk is not installed, and nothing else makes the load: skipped (Debian: apt-get install wrk).");
    return 0;
  }
  const stopping = new AbortController();
  onStopSignals({ first: () => stopping.abort(), second: () => process.exit(INTERRUPTED) });
  try {
    return await bench(options, stopping.signal);
  } catch (fault) {
    if (!stopping.signal.aborted) throw fault;
    say("Stopped; everything that was started is gone.");
    return INTERRUPTED;
  }
});
