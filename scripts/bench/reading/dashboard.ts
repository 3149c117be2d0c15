import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { freePort, type Server, startServer } from "../server.ts";

interface DashboardOptions {
  readonly folder: string;
  readonly appUrl: string;
  readonly sealingPublicKey: string;
  readonly email: string;
  readonly password: string;
}

/** The built dashboard as a process, and somebody who is signed in to it. */
export class Dashboard {
  readonly #server: Server;
  readonly #origin: string;
  readonly #cookie: string;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(server: Server, origin: string, cookie: string) {
    this.#server = server;
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async start(options: DashboardOptions, signal: AbortSignal): Promise<Dashboard> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const server = await startServer(
      {
        name: "dashboard",
        folder: options.folder,
        program: process.execPath,
        workspace: "apps/dashboard",
        options: ["--enable-source-maps", "dist/main.js"],
        env: {
          NEXT_TELEMETRY_DISABLED: "1",
          KEYBRAKE_DASHBOARD_PORT: String(port),
          KEYBRAKE_APP_DATABASE_URL: options.appUrl,
          KEYBRAKE_SEALING_PUBLIC_KEY: options.sealingPublicKey,
        },
        healthUrl: `${origin}/api/v1/openapi.json`,
      },
      signal,
    );
    const { email, password } = options;
    const cookie = await signIn(origin, { email, password }).catch(async (fault: unknown) => {
      await server.stop();
      throw fault;
    });
    return new Dashboard(server, origin, cookie);
  }

  get pid(): number {
    return this.#server.pid;
  }

  /** @throws unless it answers 200 */
  async open(path: string): Promise<IncomingMessage> {
    const asked = request(this.#origin + path, { agent: this.#agent, headers: { cookie: this.#cookie } });
    asked.end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    if (answer.statusCode === 200) return answer;
    throw new Error(
      `${path} answers ${answer.statusCode}: ${(await answer.toArray()).join("").slice(0, 500)}`,
    );
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.#server.stop();
  }
}

async function signIn(
  origin: string,
  who: { readonly email: string; readonly password: string },
): Promise<string> {
  const response = await fetch(`${origin}/api/session/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(who),
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (response.ok && cookies.length > 0) return cookies.join("; ");
  throw new Error(`nobody could be signed in: ${response.status} ${await response.text()}`);
}
