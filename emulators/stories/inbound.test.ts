import { Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asRole } from "../../shared/db/setup/as-role.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { roleOf } from "../../shared/contracts/database-roles.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { phonesOf, type Phones } from "../testing/phones.ts";
import { startTestStack, until } from "../testing/stack.ts";
import { buildBody, buildChange, buildEntry } from "../../shared/testing/webhook-body.ts";
import { localProjectId, mediaBucket } from "../stack/local-environment.ts";
import type { Stack } from "../stack/stack.ts";

const [acme] = seedData;
let stack: Stack;
let phones: Phones;
let db: ReturnType<typeof createDatabase>;

beforeAll(async () => {
  stack = await startTestStack({ environment: { REPLY_BURST_WAIT_MS: "200" } });
  phones = phonesOf(stack.servers.urls.whatsapp);
  db = createDatabase(asRole(stack.database.functionsUrl, roleOf("api", "tenant")), { maxConnections: 2 });
}, 120_000);
afterAll(async () => {
  await db?.destroy();
  await stack?.close();
});

async function messageOf(wamid: string) {
  return inTenant(db, acme.id, async (trx) =>
    trx
      .selectFrom("messages")
      .leftJoin("message_media", "message_media.message_id", "messages.id")
      .innerJoin("conversations", "conversations.id", "messages.conversation_id")
      .select(["messages.id", "messages.body", "messages.reactions", "conversations.handled_by"])
      .select(["message_media.status as file", "message_media.object_name"])
      .where("messages.wamid", "=", wamid)
      .executeTakeFirst(),
  );
}

test("a customer's picture ends in the tenant's part of the bucket, byte for byte", async () => {
  const picture = Buffer.from("a picture of a tent");
  const response = await fetch(`${stack.servers.urls.whatsapp}/__phone/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      from: "6281290000001",
      to: acme.outlet.phoneNumberId,
      text: "this one?",
      media: { kind: "image", mimeType: "image/jpeg", base64: picture.toString("base64") },
    }),
  });
  const { wamid } = (await response.json()) as { wamid: string };
  const message = await until(
    async () => {
      const found = await messageOf(wamid);
      return found?.file === "stored" && found;
    },
    { what: "the picture is stored" },
  );
  expect(message.body).toBe("[image] this one?");
  expect(message.object_name).toMatch(`tenants/${acme.id}/media/${message.id}/`);
  const storage = new Storage({ projectId: localProjectId, apiEndpoint: stack.servers.urls.storage });
  const [kept] = await storage
    .bucket(mediaBucket)
    .file(message.object_name ?? "")
    .download();
  expect(kept).toEqual(picture);
});

test("what the business writes in its phone app takes the conversation over, and a reaction to it shows", async () => {
  const [customer, echoId] = ["6281290000002", "wamid.echo.journey"];
  const timestamp = String(Math.floor(Date.now() / 1000));
  const reaction = { message_id: echoId, emoji: "👍" };
  const bodies = [
    buildBody(
      buildEntry([
        buildChange({
          messages: [{ id: "wamid.reaction.journey", from: customer, timestamp, type: "reaction", reaction }],
        }),
      ]),
    ),
    buildBody(
      buildEntry([
        {
          ...buildChange({
            message_echoes: [
              {
                id: echoId,
                from: "622225550",
                to: customer,
                timestamp,
                type: "text",
                text: { body: "We are open" },
              },
            ],
          }),
          field: "smb_message_echoes",
        },
      ]),
    ),
  ];
  expect(await phones.post(bodies, 2)).toEqual([200, 200, 200, 200]);
  const message = await until(
    async () => {
      const found = await messageOf(echoId);
      return Array.isArray(found?.reactions) && found.reactions.length > 0 && found;
    },
    { what: "the reaction shows on the echo" },
  );
  expect(message).toMatchObject({
    body: "We are open",
    handled_by: "human",
    reactions: [{ from: "customer", emoji: "👍" }],
  });
});
