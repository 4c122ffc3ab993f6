import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assign, close } from "../../shared/conversations/queries/conversation-acts.ts";
import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type Arrivals, newPhone, openArrivals } from "./testing/arrivals.ts";

const [acme] = seedData;
const hourMs = 60 * 60_000;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterAll(async () => arrivals.close());

const write = async (phone: string, body: string) => arrivals.say({ from: phone, text: { body } });

async function conversationsOf(phone: string): Promise<Conversation[]> {
  return (await arrivals.stored({ phone })).conversations;
}

/** A customer whose conversation was closed so many hours ago. */
async function closed({
  hoursAgo = 1,
  outcome = "resolved",
  isTaken = false,
}: { hoursAgo?: number; outcome?: "resolved" | "spam"; isTaken?: boolean } = {}): Promise<string> {
  const phone = newPhone();
  await write(phone, "Where is my order?");
  const [conversation] = await conversationsOf(phone);
  const id = conversation?.id ?? "";
  await inTenant(arrivals.database.db, acme.id, async (trx) => {
    if (isTaken) await assign(trx, await lockConversation(trx, id), acme.users[1]?.id ?? "");
    await close(trx, id, { outcome, now: new Date(Date.now() - hoursAgo * hourMs) });
  });
  return phone;
}

async function set(inbox: object): Promise<void> {
  await arrivals.database.adminDb
    .updateTable("tenants")
    .set({ messaging: toJsonb({ inbox }) })
    .where("id", "=", acme.id)
    .execute();
}

describe("a question after the close", () => {
  test("opens the conversation again with who had it", async () => {
    const phone = await closed({ isTaken: true });
    expect((await write(phone, "And when exactly?")).outcome).toMatchObject({ handling: "human" });
    expect(await conversationsOf(phone)).toMatchObject([
      { status: "open", handled_by: "human", assigned_user_id: acme.users[1]?.id, outcome: null },
    ]);
    expect((await conversationsOf(phone))[0]?.waiting_since).not.toBeNull();
  });

  test("begins a new one with the bot when it comes too late, or after spam", async () => {
    for (const phone of [await closed({ hoursAgo: 25, isTaken: true }), await closed({ outcome: "spam" })]) {
      expect((await write(phone, "And when exactly?")).outcome).toMatchObject({ handling: "bot" });
      expect(await conversationsOf(phone)).toMatchObject([{ status: "closed" }, { status: "open" }]);
    }
  });

  test("is timed by the tenant's setting; 0 hours opens none again", async () => {
    const [first, second] = [await closed({ hoursAgo: 40 }), await closed()];
    await set({ reopenHours: 48 });
    await write(first, "And when exactly?");
    await set({ reopenHours: 0 });
    await write(second, "And when exactly?");
    await set({});
    expect(await conversationsOf(first)).toHaveLength(1);
    expect(await conversationsOf(second)).toHaveLength(2);
  });
});

describe("a mere thank-you after the close", () => {
  test("is kept with the closed conversation, which stays closed, and nobody answers", async () => {
    const phone = await closed();
    const { outcome, message } = await write(phone, "Thank you so much! 🙏");
    expect(outcome).toMatchObject({ outcome: "stored", handling: "nobody" });
    const stored = await arrivals.stored({ phone });
    expect(stored.conversations).toMatchObject([{ status: "closed", waiting_since: null }]);
    expect(stored.messages.at(-1)).toMatchObject({ wamid: message["id"], is_turn: false });
  });

  test("opens it again where the tenant has set so", async () => {
    const phone = await closed();
    await set({ isReopenedByThanks: true });
    await write(phone, "Thanks!");
    await set({});
    expect(await conversationsOf(phone)).toMatchObject([{ status: "open" }]);
  });

  test("while the conversation is open is answered as ever", async () => {
    const phone = newPhone();
    await write(phone, "Where is my order?");
    expect((await write(phone, "Thanks!")).outcome).toMatchObject({ handling: "bot" });
  });
});
