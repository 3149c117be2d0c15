import { type AppDatabase, createAppDatabase } from "@keybrake/database";
import { createTestDatabase, type TestDatabase } from "@keybrake/database/testing";
import { createSealingKeyPair, mintToken, type SealingKeyPair } from "@keybrake/vault";
import pg from "pg";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { type Scope, scopes } from "../access.ts";
import { createRestHandler } from "../rest/handler.ts";

/** What a test sends; `json` is written as JSON, `body` as it is. */
export interface TestRequest {
  readonly method?: string;
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as a JSON object; empty when it is something else. */
  readonly json: Record<string, unknown>;
  /** Of a problem: the paths at fault. */
  readonly paths: readonly string[];
}

const problemPaths = z.object({ errors: z.array(z.object({ path: z.string() })) });

/** An orchestrator with a service token of one organization. */
export class TestClient {
  readonly organizationId: string;
  readonly tokenId: string;
  readonly token: string;
  readonly #handle: (request: Request) => Promise<Response>;

  constructor(api: TestApi, token: { organizationId: string; tokenId: string; token: string }) {
    this.organizationId = token.organizationId;
    this.tokenId = token.tokenId;
    this.token = token.token;
    this.#handle = api.handle;
  }

  async send(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return readAnswer(await this.raw(path, request));
  }

  get(path: string): Promise<TestAnswer> {
    return this.send(path);
  }

  post(path: string, json?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<TestAnswer> {
    return this.send(path, { method: "POST", ...(json === undefined ? {} : { json }), headers });
  }

  raw(path: string, { method = "GET", json, body, headers = {} }: TestRequest = {}): Promise<Response> {
    const content = json === undefined ? (body ?? null) : JSON.stringify(json);
    const type = json === undefined ? {} : { "content-type": "application/json" };
    return this.#handle(
      new Request(`http://127.0.0.1:3000/api/v1${path}`, {
        method,
        body: content,
        headers: { authorization: `Bearer ${this.token}`, ...type, ...headers },
      }),
    );
  }
}

/** The REST handler over a Postgres of its own. */
export class TestApi {
  readonly handle: (request: Request) => Promise<Response>;
  readonly database: AppDatabase;
  /** Passes over row-level security. */
  readonly superuser: pg.Pool;
  readonly sealingKeys: SealingKeyPair;
  /** Of the proxy's own login. */
  readonly proxyUrl: string;
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  /** What was reported as a fault; a test that expects none asserts that it is empty. */
  readonly faults: unknown[] = [];
  readonly #testDatabase: TestDatabase;

  private constructor(testDatabase: TestDatabase) {
    this.#testDatabase = testDatabase;
    this.proxyUrl = testDatabase.proxyUrl;
    this.superuserUrl = testDatabase.superuserUrl;
    this.ownerUrl = testDatabase.ownerUrl;
    this.superuser = new pg.Pool({ connectionString: testDatabase.superuserUrl, max: 4 });
    // The last test of a file drops its database while idle connections are still closing.
    this.superuser.on("error", () => undefined);
    this.database = createAppDatabase({ connectionString: testDatabase.appUrl, onError: () => undefined });
    this.sealingKeys = createSealingKeyPair();
    this.handle = createRestHandler({
      database: this.database,
      sealingKey: this.sealingKeys.publicKey,
      publicProxyUrl: "http://127.0.0.1:4100",
      onFault: ({ cause }) => this.faults.push(cause),
    });
  }

  static async start(): Promise<TestApi> {
    return new TestApi(await createTestDatabase());
  }

  async organization(zone = "UTC"): Promise<TestClient> {
    const organizationId = uuidv7();
    await this.superuser.query("INSERT INTO organization (id, name, zone) VALUES ($1, 'Acme', $2)", [
      organizationId,
      zone,
    ]);
    return this.client(organizationId);
  }

  async client(organizationId: string, granted: readonly Scope[] = scopes): Promise<TestClient> {
    const { token, hash, last4 } = mintToken("service_token");
    const tokenId = uuidv7();
    await this.superuser.query(
      "INSERT INTO service_token (organization_id, id, label, scopes, last4) VALUES ($1, $2, 'test', $3, $4)",
      [organizationId, tokenId, granted, last4],
    );
    await this.superuser.query(
      "INSERT INTO token_lookup (token_hash, kind, organization_id, subject_id) VALUES ($1, 'service_token', $2, $3)",
      [hash, organizationId, tokenId],
    );
    return new TestClient(this, { organizationId, tokenId, token });
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.superuser.end();
    await this.#testDatabase.drop();
  }
}

export async function readAnswer(response: Response): Promise<TestAnswer> {
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json$/.test(response.headers.get("content-type") ?? "");
  const json = isJson ? z.record(z.string(), z.unknown()).parse(JSON.parse(text)) : {};
  const problem = problemPaths.safeParse(json);
  const paths = problem.success ? problem.data.errors.map(({ path }) => path) : [];
  return { status: response.status, headers: response.headers, text, json, paths };
}
