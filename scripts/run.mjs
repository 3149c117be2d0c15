// The door of every npm command. Plain JavaScript that needs nothing installed: it installs what is missing, then
// runs the command's script in this same process, so that signals and exit codes need no passing on.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NODE_MINIMUM = [20, 19];
const COMMANDS = ["start", "test", "check", "build", "bench", "proxy", "dashboard", "keybrake"];

const root = fileURLToPath(new URL("..", import.meta.url));
const stampPath = `${root}node_modules/.keybrake-installed`;

function say(text) {
  // Standard output belongs to the command: `npm run --silent keybrake` prints JSON there.
  process.stderr.write(`${text}\n`);
}

function refuse(text) {
  say(text);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [majorMinimum, minorMinimum] = NODE_MINIMUM;
  if (major > majorMinimum || (major === majorMinimum && minor >= minorMinimum)) return;
  refuse(`Keybrake needs Node ${NODE_MINIMUM.join(".")} or later; this is ${process.versions.node}.`);
}

/** What was installed: another lock file or another machine's node_modules is installed over. */
function wantedStamp() {
  const lock = readFileSync(`${root}package-lock.json`);
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}\n`;
}

function installMissing() {
  const stamp = wantedStamp();
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  say("Installing dependencies (first run, or package-lock.json has changed) …");
  const started = performance.now();
  // Not `npm ci`: the lock file leaves out the workspace links, which `npm install` adds by itself.
  const options = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const [program, programOptions] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const { status, error } = spawnSync(program, [...programOptions, ...options], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32" && program === "npm",
  });
  if (error || status !== 0) refuse(`npm ${options.join(" ")} failed${error ? `: ${error.message}` : "."}`);
  writeFileSync(stampPath, stamp);
  say(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
}

checkNode();
const [command, ...rest] = process.argv.slice(2);
if (!COMMANDS.includes(command))
  refuse(`There is no command "${command ?? ""}"; there are ${COMMANDS.join(", ")}.`);
installMissing();

const { register } = await import("tsx/esm/api");
register();
process.chdir(root);
process.argv = [process.argv[0], fileURLToPath(new URL(`./${command}.ts`, import.meta.url)), ...rest];
await import(`./${command}.ts`);
