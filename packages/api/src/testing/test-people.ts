import { uuidv7 } from "uuidv7";
import type { Role } from "../access.ts";
import { createIdentity, type Identity } from "../identity/identity.ts";
import { inputErrors } from "../input-errors.ts";
import type { AnyOperation } from "../operation.ts";
import { invalid, type Result } from "../problems.ts";
import { contextFor, type SignedIn } from "../trpc/caller.ts";
import type { TestApi } from "./test-api.ts";

export const CLIENT = { clientIp: "192.0.2.1", userAgent: "test" };

/** Somebody with a session; what they do is judged as it is for the screens. */
export class TestPerson {
  readonly api: TestApi;
  readonly identity: Identity;
  readonly userId: string;
  readonly email: string;
  token: string;

  constructor(api: TestApi, person: { userId: string; email: string; token: string }) {
    this.api = api;
    this.identity = createIdentity({ database: api.database });
    this.userId = person.userId;
    this.email = person.email;
    this.token = person.token;
  }

  async signedIn(): Promise<SignedIn | null> {
    const session = await this.identity.findSession(this.token);
    if (session === null) return null;
    const { sessionId, userId, organizationId, role } = session;
    const organization = organizationId === null || role === null ? null : { id: organizationId, role };
    return { sessionId, userId, organization };
  }

  /** Runs an operation as a procedure does: the session, the role, the input, and what the output lets out. */
  async run(operation: AnyOperation, input: unknown = {}): Promise<Result<Record<string, unknown>>> {
    const { database, sealingKeys } = this.api;
    const platform = { database, sealingKey: sealingKeys.publicKey, publicProxyUrl: "http://127.0.0.1:4100" };
    const context = contextFor({ platform, signedIn: await this.signedIn() }, operation);
    if (!context.ok) return context;
    const parsed = operation.input.safeParse(input);
    if (!parsed.success) return invalid(inputErrors(parsed.error));
    if (operation.kind === "download") {
      const file = await operation.run(context.value, parsed.data);
      return file.ok ? { ok: true, value: { text: await new Response(file.value).text() } } : file;
    }
    const result = await operation.run(context.value, parsed.data);
    return result.ok ? { ok: true, value: operation.output.parse(result.value) } : result;
  }

  /** As `run`, for what has to succeed. */
  async does(operation: AnyOperation, input: unknown = {}): Promise<Record<string, unknown>> {
    const result = await this.run(operation, input);
    if (!result.ok) throw new Error(`${operation.name}: ${result.problem.code}: ${result.problem.detail}`);
    return result.value;
  }

  /** The code of the refusal; `ok` where there is none. */
  async codeOf(operation: AnyOperation, input: unknown = {}): Promise<string> {
    const result = await this.run(operation, input);
    return result.ok ? "ok" : result.problem.code;
  }
}

/** Makes a person, a member of an organization where one is named, and signs them in. */
export async function addPerson(
  api: TestApi,
  membership: { readonly organizationId: string; readonly role: Role } | null,
  passwordHash: string | null = null,
): Promise<TestPerson> {
  const userId = uuidv7();
  const email = `${userId}@example.com`;
  await api.superuser.query("INSERT INTO app_user (id, email, password_hash) VALUES ($1, $2, $3)", [
    userId,
    email,
    passwordHash,
  ]);
  if (membership !== null) {
    await api.superuser.query("INSERT INTO member (organization_id, user_id, role) VALUES ($1, $2, $3)", [
      membership.organizationId,
      userId,
      membership.role,
    ]);
  }
  const identity = createIdentity({ database: api.database });
  const { token } = await identity.createSession({ userId, ...CLIENT });
  return new TestPerson(api, { userId, email, token });
}

/** A new organization with one person of each role. */
export async function addOrganization(
  api: TestApi,
): Promise<Readonly<Record<Role, TestPerson>> & { readonly organizationId: string }> {
  const { organizationId } = await api.organization();
  const person = (role: Role) => addPerson(api, { organizationId, role });
  return {
    organizationId,
    auditor: await person("auditor"),
    member: await person("member"),
    admin: await person("admin"),
    owner: await person("owner"),
  };
}
