import { App, freePort } from "./process.ts";

/** A proxy of the stack and where it listens. */
export interface RunningProxy {
  readonly app: App;
  readonly port: number;
  readonly url: string;
  readonly adminUrl: string;
}

export async function startSandbox(): Promise<{
  readonly app: App;
  readonly port: number;
  readonly url: string;
}> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await App.start({
    name: "sandbox",
    script: "apps/sandbox/dist/main.js",
    env: { KEYBRAKE_SANDBOX_PORT: String(port) },
    healthUrl: `${url}/_sandbox/log`,
  });
  return { app, port, url };
}

export async function startProxy(options: {
  readonly databaseUrl: string;
  readonly privateKeyFile: string;
  readonly sandboxPort: number;
}): Promise<RunningProxy> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const app = await App.start({
    name: "proxy",
    script: "apps/proxy/dist/main.js",
    env: {
      KEYBRAKE_PROXY_PORT: String(port),
      KEYBRAKE_PROXY_ADMIN_PORT: String(adminPort),
      KEYBRAKE_SANDBOX_PORT: String(options.sandboxPort),
      KEYBRAKE_PROXY_DATABASE_URL: options.databaseUrl,
      KEYBRAKE_SEALING_PRIVATE_KEY_FILE: options.privateKeyFile,
    },
    healthUrl: `${adminUrl}/readyz`,
  });
  return { app, port, url: `http://127.0.0.1:${port}`, adminUrl };
}

export async function startDashboard(options: {
  readonly databaseUrl: string;
  readonly sealingPublicKey: string;
  readonly proxyUrl: string;
}): Promise<{ readonly app: App; readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await App.start({
    name: "dashboard",
    script: "apps/dashboard/dist/main.js",
    env: {
      KEYBRAKE_APP_DATABASE_URL: options.databaseUrl,
      KEYBRAKE_SEALING_PUBLIC_KEY: options.sealingPublicKey,
      KEYBRAKE_PUBLIC_PROXY_URL: options.proxyUrl,
      KEYBRAKE_DASHBOARD_PORT: String(port),
    },
    healthUrl: `${url}/api/v1/openapi.json`,
  });
  return { app, url };
}
