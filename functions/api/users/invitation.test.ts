import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { localPassword } from "../../../emulators/stack/seed-accounts.ts";
import { signInWithPassword } from "../../../emulators/servers/firebase/sign-in.ts";
import { createMail } from "../../../shared/tenants/mail.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const [admin, agent] = acme.users;
let folder: string;
let api: TestApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "invitations-"));
  api = await createTestApi({ MAIL_URL: pathToFileURL(folder).href });
});
afterEach(async () => {
  for (const file of await readdir(folder)) await rm(join(folder, file));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

async function mails(): Promise<string[]> {
  return Promise.all((await readdir(folder)).map(async (file) => readFile(join(folder, file), "utf8")));
}

const create = async (more: object = {}, headers?: Record<string, string>) =>
  api.as(
    "admin",
    "POST",
    "/users",
    { tenantId: acme.id, email: `${randomUUID()}@acme.example`, role: "agent", ...more },
    headers,
  );

/** Does what a person does who opens the link. */
async function choosePassword(mail: string): Promise<number> {
  const link = /^http\S+$/m.exec(mail)?.[0];
  return (await fetch(`${link}&newPassword=${localPassword}`)).status;
}

test("a new user gets a mail, chooses a password by its link, and works with the role", async () => {
  const { status, body: user } = await create();
  expect(status).toBe(201);
  expect(Date.parse(String(user["invitedAt"]))).toBeGreaterThan(Date.now() - 60_000);
  const [mail = "", ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail).toContain(`To: ${String(user["email"])}`);
  expect(mail).toContain(acme.name);
  expect(await choosePassword(mail)).toBe(200);
  const { idToken } = await signInWithPassword(api.authHost, String(user["email"]), localPassword);
  expect((await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token: idToken })).status).toBe(200);
  const log = await api.as("admin", "GET", `/audit-log?action=user.invite&subjectId=${user.id}`);
  expect(log.body.data).toMatchObject([{ actorType: "user", actorId: admin?.id, subjectId: user.id }]);
  expect(JSON.stringify(log.body)).not.toContain("oobCode");
});

test("the link works once, and is in no log line", async () => {
  await create();
  const [mail = ""] = await mails();
  expect(await choosePassword(mail)).toBe(200);
  expect(await choosePassword(mail)).toBe(400);
  expect(JSON.stringify(api.services.lines)).not.toContain("oobCode");
});

test("whoever had an account before is told, without a link", async () => {
  const email = `${randomUUID()}@elsewhere.example`;
  const uid = randomUUID();
  await api.services.identity.createAccount({ uid, email, displayName: "Was there" });
  await signInAs(api, { uid, email });
  expect((await create({ email })).status).toBe(201);
  const [mail = ""] = await mails();
  expect(mail).toContain(email);
  expect(mail).not.toMatch(/^http/m);
});

test("whoever signs in elsewhere is told that, and the tenant is not; once they are free, the next mail lets them in", async () => {
  const { email = "" } = globex.users[1] ?? {};
  const { body: user } = await create({ email });
  const [mail = ""] = await mails();
  expect(mail).toContain("elsewhere already");
  expect(mail).not.toMatch(/^http/m);
  expect((await api.as("other", "DELETE", `/users/${globex.users[1]?.id}`)).status).toBe(204);
  expect((await api.as("admin", "POST", `/users/${user.id}/invitation`)).status).toBe(200);
  const link = (await mails()).find((text) => /^http/m.test(text));
  expect(await choosePassword(link ?? "")).toBe(200);
  const { idToken } = await signInWithPassword(api.authHost, email, localPassword);
  expect((await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token: idToken })).status).toBe(200);
});

test("nobody is mailed when it is not wanted, the user is refused, or the request is repeated", async () => {
  expect((await create({ invite: false })).body["invitedAt"]).toBeNull();
  expect((await create({ email: agent?.email })).status).toBe(409);
  expect(await mails()).toEqual([]);
  const email = `${randomUUID()}@acme.example`;
  const key = { "idempotency-key": randomUUID() };
  const first = await create({ email }, key);
  const again = await create({ email }, key);
  expect(again.body).toEqual(first.body);
  expect(await mails()).toHaveLength(1);
});

test("a user whose mail was not taken is there all the same, and is invited again later", async () => {
  const away = createMail({ url: "smtp://127.0.0.1:1", from: "crm@localhost" });
  const works = api.services.mail;
  Object.assign(api.services, { mail: away });
  const { status, body: user } = await create();
  expect([status, user["invitedAt"]]).toEqual([201, null]);
  const path = `/users/${user.id}/invitation`;
  expect((await api.as("admin", "POST", path)).status).toBe(503);
  Object.assign(api.services, { mail: works });
  const invited = await api.as("admin", "POST", path);
  expect(invited).toMatchObject({ status: 200, body: { id: user.id, invitedAt: expect.any(String) } });
  expect(await mails()).toHaveLength(1);
});

test("a user is invited again by the tenant's admins, while enabled", async () => {
  const path = `/users/${agent?.id}/invitation`;
  expect((await api.as("agent", "POST", path)).status).toBe(403);
  expect((await api.as("other", "POST", path)).status).toBe(404);
  expect((await api.ask("POST", `/api/v1${path}`)).status).toBe(401);
  expect((await api.as("admin", "POST", "/users/1/invitation")).status).toBe(400);
  await api.as("admin", "PUT", `/users/${agent?.id}/status`, { status: "disabled" });
  expect((await api.as("admin", "POST", path)).status).toBe(409);
  expect(await mails()).toEqual([]);
});
