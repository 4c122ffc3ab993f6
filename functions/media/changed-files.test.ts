import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { recordMessageChange } from "../../shared/conversations/queries/message-changes.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { MessageChange } from "../../shared/whatsapp/reading/change.ts";
import { instead } from "../../shared/testing/instead.ts";
import { handle } from "./handle.ts";
import { type MediaDesk, openMediaDesk, picture } from "./testing/media-desk.ts";

const [acme] = seedData;
const other = Buffer.from("a picture of another lamp");
let desk: MediaDesk;

beforeAll(async () => {
  desk = await openMediaDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

type Received = EventOf<"media.received">;

async function change({ data }: Received, what: { kind: "revoke" } | { kind: "edit"; mediaId?: string }) {
  const { wamid } = await desk.chat.message(data.messageId);
  const target = wamid ?? "";
  const mediaId = what.kind === "edit" ? what.mediaId : undefined;
  const content = { kind: "image" as const, ...(mediaId === undefined ? {} : { mediaId }) };
  const made: MessageChange =
    what.kind === "revoke"
      ? { kind: "revoke", target }
      : { kind: "edit", target, reading: { type: "image", content, body: "[image]" } };
  const recorded = await inTenant(desk.database.db, acme.id, async (trx) =>
    recordMessageChange(trx, {
      outletId: acme.outlet.id,
      contactId: desk.chat.contactId,
      direction: "inbound",
      wamid: `wamid.${randomUUID()}`,
      change: made,
      raw: {},
      occurredAt: new Date(),
    }),
  );
  expect(recorded.kind).toBe("joined");
}

const nameOf = ({ data: { messageId } }: Received, mediaId: string) =>
  `tenants/${acme.id}/media/${messageId}/${mediaId}`;
const filesOf = async ({ data: { messageId } }: Received) =>
  (await desk.objects()).filter((name) => name.includes(messageId));

/** The media services where something happens once the file is written and before that is recorded. */
function afterTheWrite(happens: () => Promise<unknown>) {
  const { mediaObjects } = desk.services;
  return instead(desk.services, {
    mediaObjects: {
      ...mediaObjects,
      async write(...given) {
        await mediaObjects.write(...given);
        await happens();
      },
    },
  });
}

describe("the file of a message that is deleted", () => {
  test("is removed, and a copy of the event finds nothing to do", async () => {
    const event = await desk.receive(await desk.upload());
    await handle(event, desk.services);
    await change(event, { kind: "revoke" });
    expect(await desk.row(event.data.messageId)).toMatchObject({ status: "removing" });
    expect(await handle(event, desk.services)).toEqual({ outcome: "removed" });
    expect(await filesOf(event)).toEqual([]);
    expect(await desk.row(event.data.messageId)).toMatchObject({ status: "removed", object_name: null });
    expect(await handle(event, desk.services)).toEqual({ outcome: "duplicate" });
  });

  test("is not fetched any more", async () => {
    const event = await desk.receive(await desk.upload());
    await change(event, { kind: "revoke" });
    expect(await handle(event, desk.services)).toEqual({ outcome: "removed" });
    expect(await filesOf(event)).toEqual([]);
  });

  test("is removed also when it is being fetched at that moment", async () => {
    const event = await desk.receive(await desk.upload());
    const deleted = afterTheWrite(async () => change(event, { kind: "revoke" }));
    expect(await handle(event, deleted)).toEqual({ outcome: "duplicate" });
    expect(await handle(event, desk.services)).toEqual({ outcome: "removed" });
    expect(await filesOf(event)).toEqual([]);
  });
});

describe("the file that an edit puts in another's place", () => {
  test("is fetched, and takes its place", async () => {
    const [first, second] = [await desk.upload(), await desk.upload(other)];
    const event = await desk.receive(first);
    await handle(event, desk.services);
    await change(event, { kind: "edit", mediaId: second });
    expect(await desk.row(event.data.messageId)).toMatchObject({ status: "pending", media_id: second });
    expect(await handle(event, desk.services)).toMatchObject({ outcome: "stored", sizeBytes: other.length });
    expect(await filesOf(event)).toEqual([nameOf(event, second)]);
    expect(await desk.row(event.data.messageId)).toMatchObject({ object_name: nameOf(event, second) });
  });

  test("wins also against a fetch of the other that ends later", async () => {
    const [first, second] = [await desk.upload(), await desk.upload(other)];
    const event = await desk.receive(first);
    const edited = afterTheWrite(async () => {
      await change(event, { kind: "edit", mediaId: second });
      await handle(event, desk.services);
    });
    expect(await handle(event, edited)).toEqual({ outcome: "duplicate" });
    expect(await filesOf(event)).toEqual([nameOf(event, second)]);
    expect(await desk.row(event.data.messageId)).toMatchObject({ status: "stored", media_id: second });
  });

  test("leaves the old one in nobody's hands when it is lost", async () => {
    const event = await desk.receive(await desk.upload());
    await handle(event, desk.services);
    await change(event, { kind: "edit", mediaId: "404404" });
    const late = instead(desk.services, { now: () => new Date(Date.now() + 8 * 86_400_000) });
    expect(await handle(event, late)).toMatchObject({ outcome: "lost" });
    expect(await filesOf(event)).toEqual([]);
    expect(await desk.row(event.data.messageId)).toMatchObject({ status: "lost", object_name: null });
  });

  test.each(["names it again", "names none"])("is the same one when an edit of the words %s", async (how) => {
    const mediaId = await desk.upload(picture);
    const event = await desk.receive(mediaId);
    await handle(event, desk.services);
    await change(event, { kind: "edit", ...(how === "names it again" ? { mediaId } : {}) });
    expect(await handle(event, desk.services)).toEqual({ outcome: "duplicate" });
    expect(await filesOf(event)).toEqual([nameOf(event, mediaId)]);
  });
});
