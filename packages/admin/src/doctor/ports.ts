import { get as getPlain } from "node:http";
import { get as getByTls } from "node:https";
import { isPortFree } from "@keybrake/database/embedded";
import type { AdminEnv } from "../env.ts";
import { type Finding, failure, ok } from "./finding.ts";

const ANSWER_TIMEOUT_MS = 3_000;

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly host: string;
  readonly url: string;
  /** What it answers there when it is ours and well. */
  readonly status: number;
}

/** Each port must be free, or held by the part of Keybrake that it is for. */
export async function checkPorts(env: AdminEnv): Promise<readonly Finding[]> {
  const all = listeners(env);
  return Promise.all(
    all.map(async (listener) => {
      const rival = all.find((other) => other !== listener && other.port === listener.port);
      if (rival !== undefined)
        return failure(checkName(listener), `Port ${rival.port} is the ${rival.name}'s, too.`);
      return checkListener(listener);
    }),
  );
}

function listeners({ bind, tls, ports }: AdminEnv): Listener[] {
  const reachable = bind === "0.0.0.0" || bind === "::" ? "127.0.0.1" : bind;
  const outer = `${tls ? "https" : "http"}://${reachable.includes(":") ? `[${reachable}]` : reachable}`;
  const inner = "http://127.0.0.1";
  const openApi = `${outer}:${ports.dashboard}/api/v1/openapi.json`;
  const self = `${outer}:${ports.proxy}/_keybrake/self`;
  const ready = `${inner}:${ports.proxyAdmin}/readyz`;
  const log = `${inner}:${ports.sandbox}/_sandbox/log`;
  return [
    { name: "dashboard", port: ports.dashboard, host: bind, url: openApi, status: 200 },
    // Asked without a key.
    { name: "proxy", port: ports.proxy, host: bind, url: self, status: 401 },
    { name: "proxy admin", port: ports.proxyAdmin, host: "127.0.0.1", url: ready, status: 200 },
    { name: "sandbox", port: ports.sandbox, host: "127.0.0.1", url: log, status: 200 },
  ];
}

async function checkListener(listener: Listener): Promise<Finding> {
  const { port, host, url, status } = listener;
  const check = checkName(listener);
  if (await isPortFree(port, host)) return ok(check, `${port} is free.`);
  const answer = await statusOf(url);
  if (answer === status) return ok(check, `${port} is answered by the ${listener.name}.`);
  const found = answer === null ? "nothing answers in time" : `it answers ${answer}`;
  return failure(
    check,
    `${port} is taken, but ${found} at ${url} where the ${listener.name} answers ${status}.`,
  );
}

function checkName({ name }: Listener): string {
  return `${name} port`;
}

/** Null when there is no answer. The certificate is not looked at: it names the public address, not this one. */
function statusOf(url: string): Promise<number | null> {
  return new Promise((resolve) => {
    const options = { timeout: ANSWER_TIMEOUT_MS, rejectUnauthorized: false, agent: false } as const;
    const request = (url.startsWith("https:") ? getByTls : getPlain)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
      request.destroy();
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
    request.on("close", () => resolve(null));
  });
}
