import { mkdirSync } from "node:fs";
import { isPortFree } from "@keybrake/database/embedded";
import { ensureSetUpCode } from "@keybrake/database/owner";
import { build } from "../turbo.ts";
import { type AppEvents, AppProcess } from "./app-process.ts";
import { appDefinitions } from "./apps.ts";
import { Claim } from "./claim.ts";
import { type Database, openDatabase } from "./database.ts";
import { sealingPublicKey } from "./sealing-key.ts";
import type { Settings } from "./settings.ts";

const TRIM_EVERY_MS = 60_000;

/** Everything that `npm start` runs: brings it up, keeps it up, takes it down. */
export class Supervisor {
  readonly #settings: Settings;
  readonly #say: (text: string) => void;
  readonly #stopped = new AbortController();
  #claim: Claim | undefined;
  #database: Database | undefined;
  #sealingPublicKey = "";
  #apps: AppProcess[] = [];
  #trimming: NodeJS.Timeout | undefined;
  #starting: Promise<void> | undefined;
  #gaveUp: (reason: Error) => void = () => {};

  /** Rejects when something cannot be kept running; never resolves. */
  readonly failed: Promise<never>;

  constructor(settings: Settings, say: (text: string) => void) {
    this.#settings = settings;
    this.#say = say;
    this.failed = new Promise((_, reject) => {
      this.#gaveUp = reject;
    });
  }

  /** Resolves when all of it is healthy. */
  start(): Promise<void> {
    this.#starting = this.#bringUp();
    return this.#starting;
  }

  async #bringUp(): Promise<void> {
    const { dataFolder } = this.#settings;
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    this.#claim = await Claim.take(dataFolder, this.#say);
    await this.#requireFreePorts();
    this.#say("Building what has changed …");
    await build([], this.#stopped.signal);
    this.#stopped.signal.throwIfAborted();
    this.#sealingPublicKey = await sealingPublicKey(this.#settings, this.#say);
    this.#say(this.#settings.databaseUrl === undefined ? "Starting Postgres …" : "Migrating the database …");
    this.#database = await openDatabase(this.#settings, this.#say);
    this.#stopped.signal.throwIfAborted();
    this.#watchPostgres();
    await this.#startApps();
  }

  /** A code with which the first person sets this installation up; null when somebody is here. Once started. */
  async makeSetUpCode(): Promise<string | null> {
    const ownerUrl = this.#settings.databaseUrl ?? this.#database?.postgres?.ownerUrl;
    if (ownerUrl === undefined) throw new Error("A set-up code was asked for before there is a database");
    return ensureSetUpCode(ownerUrl);
  }

  /** Takes everything down: the proxy first, since calls are open there, and Postgres, to which all write, last. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error("Stopped"));
    this.#claim?.recordStopping();
    // What is being started must be there before it can be stopped.
    await this.#starting?.catch(() => {});
    clearInterval(this.#trimming);
    for (const app of this.#apps) await app.stop();
    await this.#database?.postgres?.stop();
    this.#claim?.release();
  }

  /** Makes a stop that is under way wait for nothing but Postgres. */
  hurry(): void {
    for (const app of this.#apps) app.kill();
  }

  async #requireFreePorts(): Promise<void> {
    const { bind, ports } = this.#settings;
    for (const [port, host, variable] of [
      [ports.dashboard, bind, "KEYBRAKE_DASHBOARD_PORT"],
      [ports.proxy, bind, "KEYBRAKE_PROXY_PORT"],
      [ports.proxyAdmin, "127.0.0.1", "KEYBRAKE_PROXY_ADMIN_PORT"],
      [ports.sandbox, "127.0.0.1", "KEYBRAKE_SANDBOX_PORT"],
    ] as const) {
      if (await isPortFree(port, host)) continue;
      throw new Error(
        `Port ${port} is taken by another program: end it, or choose another port with ${variable}.`,
      );
    }
  }

  async #startApps(): Promise<void> {
    mkdirSync(`${this.#settings.dataFolder}/logs`, { recursive: true, mode: 0o700 });
    const events: AppEvents = {
      say: this.#say,
      started: (name, pid) => this.#claim?.record(name, pid),
      gaveUp: (name) => this.#gaveUp(new Error(`${name} does not stay up.`)),
    };
    this.#apps = this.#definitions().map((app) => new AppProcess(app, events));
    for (const app of this.#apps) app.start();
    await Promise.all(
      this.#apps.map(async (app) => {
        await app.whenHealthy(this.#stopped.signal);
        this.#say(`${app.name} is up.`);
      }),
    );
    this.#trimming = setInterval(() => {
      for (const app of this.#apps) app.trimLog();
    }, TRIM_EVERY_MS);
  }

  #definitions(): ReturnType<typeof appDefinitions> {
    if (this.#database === undefined) throw new Error("The apps were started before the database");
    return appDefinitions(this.#settings, this.#database.env, this.#sealingPublicKey);
  }

  #watchPostgres(): void {
    void this.#database?.postgres?.exited.then(async () => {
      if (this.#stopped.signal.aborted) return;
      this.#say("Postgres ended and is started again.");
      try {
        await this.#restartPostgres();
      } catch (cause) {
        this.#gaveUp(new Error("Postgres does not start again", { cause }));
      }
    });
  }

  /** The apps connect again by themselves, unless its port was taken in the meantime. */
  async #restartPostgres(): Promise<void> {
    const before = this.#database;
    this.#database = await openDatabase(this.#settings, this.#say);
    if (this.#stopped.signal.aborted) return this.#database.postgres?.stop();
    this.#watchPostgres();
    if (before?.postgres?.ownerUrl === this.#database.postgres?.ownerUrl) return;
    const definitions = this.#definitions();
    for (const app of this.#apps) {
      const definition = definitions.find(({ name }) => name === app.name);
      if (definition !== undefined) await app.replace(definition);
    }
  }
}
