import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Arrivals, newPhone, openArrivals, start } from "./testing/arrivals.ts";

let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => void arrivals.services.bus.events.splice(0));
afterAll(async () => arrivals.close());

describe("a message with a file", () => {
  test("has it fetched for seven days from when it was written", async () => {
    const phone = newPhone();
    await arrivals.arrive({
      from: phone,
      type: "image",
      image: { id: "M7", mime_type: "image/jpeg", sha256: "aGFzaA==" },
    });
    const [message] = await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id);
    const noted = await arrivals.database.adminDb
      .selectFrom("message_media")
      .selectAll()
      .where("message_id", "=", message?.id ?? "")
      .execute();
    expect(noted).toMatchObject([
      {
        media_id: "M7",
        status: "pending",
        sha256: "aGFzaA==",
        expires_at: new Date((start + 7 * 86_400) * 1000),
      },
    ]);
    expect(arrivals.services.bus.of("media.received")).toMatchObject([
      { data: { messageId: message?.id, mediaId: "M7" } },
    ]);
  });

  test("that Meta could not fetch is noted as lost, with Meta's reason", async () => {
    const phone = newPhone();
    await arrivals.arrive({
      from: phone,
      type: "image",
      errors: [{ code: 131052, title: "Media download error" }],
    });
    const [message] = await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id);
    const noted = await arrivals.database.adminDb
      .selectFrom("message_media")
      .selectAll()
      .where("message_id", "=", message?.id ?? "")
      .execute();
    expect(noted).toMatchObject([{ status: "lost", reason: "Media download error" }]);
    expect(arrivals.services.bus.of("media.received")).toEqual([]);
  });

  test("has another fetched in its place by an edit, and it removed by a deletion, also when they come first", async () => {
    const image = (id: string) => ({ type: "image", text: undefined, image: { id } });
    const edit = (of: string) => ({
      type: "edit",
      text: undefined,
      edit: { original_message_id: of, message: image("M2") },
    });
    const revoke = (of: string) => ({ type: "revoke", text: undefined, revoke: { original_message_id: of } });
    const fileOf = async (from: string) =>
      arrivals.database.adminDb
        .selectFrom("message_media")
        .innerJoin("messages", "messages.id", "message_media.message_id")
        .innerJoin("contacts", "contacts.id", "messages.contact_id")
        .select(["message_media.status", "media_id", "messages.body"])
        .where("phone", "=", from)
        .executeTakeFirst();
    const asked = () => arrivals.services.bus.of("media.received").splice(0).length;
    for (const isFirst of [false, true]) {
      for (const [change, file] of [
        [edit, { status: "pending", media_id: "M2" }],
        [revoke, { status: "removing", media_id: "M1", body: "[deleted]" }],
      ] as const) {
        const from = newPhone();
        const id = `wamid.${from}`;
        const steps = [
          { id, from, ...image("M1") },
          { from, ...change(id) },
        ];
        arrivals.services.bus.events.splice(0);
        for (const step of isFirst ? steps.toReversed() : steps) await arrivals.arrive(step, { at: 9 });
        expect(await fileOf(from)).toMatchObject(file);
        expect(asked()).toBe(isFirst ? 1 : 2);
      }
    }
  });
});
