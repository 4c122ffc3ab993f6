import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { accepted, createReports, newWamid, type Reports, start } from "./testing/reports.ts";

let database: TestDatabase;
let services: TestServices<"status">;
let reports: Reports;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("status", database);
});
beforeEach(async () => {
  services.bus.fail(false);
  services.bus.events.splice(0);
  reports = await createReports(database, services);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

describe("a failure", () => {
  const errors = [
    { code: 131026, title: "Undeliverable", error_data: { details: "Message undeliverable." } },
  ];

  test("is shown with its reason, and hands the conversation to a human once", async () => {
    const wamid = newWamid();
    const { id } = await reports.sendReply(accepted(wamid));
    const { epoch } = await reports.chat.conversation();
    await reports.report({ id: wamid, status: "failed", errors });
    await reports.report({ id: wamid, status: "failed", errors });
    expect(await reports.chat.message(id)).toMatchObject({
      status: "failed",
      failed_at: start,
      error_code: 131026,
      error_detail: "Message undeliverable.",
    });
    expect(await reports.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "send-failed",
      epoch: epoch + 1,
    });
    expect(reports.usage()).toEqual([]);
  });

  test("of what was delivered after all changes nothing, whichever came first", async () => {
    const [first, second] = [newWamid(), newWamid()];
    const { id } = await reports.sendReply(accepted(first));
    await reports.report({ id: first, status: "delivered" });
    await reports.report({ id: first, status: "failed", errors });
    expect(await reports.chat.message(id)).toMatchObject({ status: "delivered", error_code: null });
    expect(await reports.chat.conversation()).toMatchObject({ handled_by: "bot" });

    const { id: other } = await reports.sendReply(accepted(second));
    await reports.report({ id: second, status: "failed", errors });
    await reports.report({ id: second, status: "delivered" });
    expect(await reports.chat.message(other)).toMatchObject({ status: "delivered" });
  });

  test.each([
    ["that is no list", { code: 1 }, null],
    ["without a code", [{ title: "?" }], null],
    ["with a code out of range", [{ code: 2 ** 40 }], null],
  ])("with errors %s is a failure all the same", async (_what, odd, code) => {
    const wamid = newWamid();
    const { id } = await reports.sendReply(accepted(wamid));
    await reports.report({ id: wamid, status: "failed", errors: odd });
    expect(await reports.chat.message(id)).toMatchObject({ status: "failed", error_code: code });
  });
});
