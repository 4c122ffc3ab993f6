import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asRole } from "../../shared/db/setup/as-role.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { roleOf } from "../../shared/contracts/database-roles.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { startTestStack, until } from "../testing/stack.ts";
import { localPassword } from "../stack/seed-accounts.ts";
import { signInWithPassword } from "../servers/firebase/sign-in.ts";
import type { Stack } from "../stack/stack.ts";
import type { AcceptedSend } from "../servers/whatsapp/control/list-sends.ts";

const [acme] = seedData;
let stack: Stack;
let db: ReturnType<typeof createDatabase>;
let token: string;

beforeAll(async () => {
  stack = await startTestStack();
  db = createDatabase(asRole(stack.database.functionsUrl, roleOf("api", "tenant")), { maxConnections: 2 });
  const { firebaseAuth } = stack.servers.urls;
  ({ idToken: token } = await signInWithPassword(firebaseAuth, `agent@${acme.slug}.example`, localPassword));
}, 120_000);
afterAll(async () => {
  await db?.destroy();
  await stack?.close();
});

type Answered = Record<"id" | "url" | "fileName" | "objectName" | "uploadUrl", string>;

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: Answered }> {
  const response = await fetch(`http://127.0.0.1:${stack.functions.ports.api}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answered };
}

const send = async (phone: string, message: object) =>
  ask("POST", "/messages", {
    tenantId: acme.id,
    outletId: acme.outlet.id,
    to: { phone: `+${phone}` },
    message,
  });

/** A customer writes, with a file if one is given; resolves to the message's id once it is stored. */
async function write(from: string, media?: object): Promise<string> {
  const answer = await fetch(`${stack.servers.urls.whatsapp}/__phone/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from, to: acme.outlet.phoneNumberId, text: "hello", ...(media && { media }) }),
  });
  const { wamid } = (await answer.json()) as { wamid: string };
  return until(async () => {
    const stored = await inTenant(db, acme.id, async (trx) =>
      trx.selectFrom("messages").select("id").where("wamid", "=", wamid).executeTakeFirst(),
    );
    return stored?.id;
  });
}

/** What the customer's phone has of the file that was sent to it. */
async function received(phone: string): Promise<{ type: string; content: string }> {
  const { whatsapp } = stack.servers.urls;
  const body = await until(async () => {
    const answer = await fetch(`${whatsapp}/__control/sends?to=${phone}`);
    const { sends } = (await answer.json()) as { sends: AcceptedSend[] };
    return sends.map((one) => one.body as Record<string, { id?: string }>).find((one) => one["document"]);
  });
  const file = await fetch(`${whatsapp}/__phone/media/${body["document"]?.id ?? ""}`);
  return { type: file.headers.get("content-type") ?? "", content: await file.text() };
}

const newPhone = () => `62815${randomInt(1e7, 1e8)}`;

test("a customer's file is opened by an agent's link, as a download, and sent on to another customer", async () => {
  const page = "<script>alert(document.domain)</script>";
  const asPage = { kind: "document", mimeType: "text/html", filename: "page.html" };
  const hostile = await write(newPhone(), { ...asPage, base64: Buffer.from(page).toString("base64") });
  const link = await until(async () => {
    const answer = await ask("GET", `/messages/${hostile}/media`);
    return answer.status === 200 && answer.body;
  });
  const opened = await fetch(link.url);
  expect([opened.status, await opened.text()]).toEqual([200, page]);
  expect(opened.headers.get("content-type")).toBe("application/octet-stream");
  expect(opened.headers.get("content-disposition")).toBe("attachment; filename=page.html");
  expect((await fetch(link.url.replace("application%2Foctet-stream", "text%2Fhtml"))).status).toBe(403);

  const prices = { kind: "document", mimeType: "application/pdf", filename: "prices.pdf" };
  const good = await write(newPhone(), {
    ...prices,
    base64: Buffer.from("%PDF-1.4 prices").toString("base64"),
  });
  await until(async () => (await ask("GET", `/messages/${good}/media`)).status === 200);
  const other = newPhone();
  await write(other);
  expect((await send(other, { type: "document", media: { messageId: good } })).status).toBe(202);
  expect(await received(other)).toEqual({ type: "application/pdf", content: "%PDF-1.4 prices" });
}, 120_000);

test("an agent's file goes straight to the bucket, and from there to the customer's phone", async () => {
  const customer = newPhone();
  await write(customer);
  const content = "%PDF-1.4 hello";
  const { body } = await ask("POST", "/uploads", {
    tenantId: acme.id,
    fileName: "hello.pdf",
    contentType: "application/pdf",
    sizeBytes: content.length,
  });
  expect((await fetch(body.uploadUrl, { method: "PUT", body: content })).status).toBe(200);
  const sent = await send(customer, { type: "document", media: { objectName: body.objectName } });
  expect(sent.status).toBe(202);
  expect(await received(customer)).toEqual({ type: "application/pdf", content });
}, 120_000);
