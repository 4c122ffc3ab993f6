import { describe, expect, test } from "vitest";
import { accepted, useReports, newWamid, start } from "./testing/reports.ts";

const given = useReports();

describe("a failure", () => {
  const errors = [{ code: 131000, title: "Something went wrong", error_data: { details: "Unknown." } }];

  test("is shown with its reason, and hands the conversation to a human once", async () => {
    const wamid = newWamid();
    const { id } = await given.reports.sendReply(accepted(wamid));
    const { epoch } = await given.reports.chat.conversation();
    await given.reports.report({ id: wamid, status: "failed", errors });
    await given.reports.report({ id: wamid, status: "failed", errors });
    expect(await given.reports.chat.message(id)).toMatchObject({
      status: "failed",
      failed_at: start,
      error_code: 131000,
      error_detail: "Unknown.",
    });
    expect(await given.reports.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "send-failed",
      epoch: epoch + 1,
    });
    expect(given.reports.usage()).toEqual([]);
  });

  test("because the customer cannot be reached leaves the conversation to the bot", async () => {
    const wamid = newWamid();
    await given.reports.sendReply(accepted(wamid));
    await given.reports.report({ id: wamid, status: "failed", errors: [{ code: 131026 }] });
    expect(await given.reports.chat.conversation()).toMatchObject({ handled_by: "bot" });
  });

  test("of what was delivered after all changes nothing, whichever came first", async () => {
    const [first, second] = [newWamid(), newWamid()];
    const { id } = await given.reports.sendReply(accepted(first));
    await given.reports.report({ id: first, status: "delivered" });
    await given.reports.report({ id: first, status: "failed", errors });
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "delivered", error_code: null });
    expect(await given.reports.chat.conversation()).toMatchObject({ handled_by: "bot" });

    const { id: other } = await given.reports.sendReply(accepted(second));
    await given.reports.report({ id: second, status: "failed", errors });
    await given.reports.report({ id: second, status: "delivered" });
    expect(await given.reports.chat.message(other)).toMatchObject({ status: "delivered" });
  });

  test.each([
    ["that is no list", { code: 1 }, null],
    ["without a code", [{ title: "?" }], null],
    ["with a code out of range", [{ code: 2 ** 40 }], null],
  ])("with errors %s is a failure all the same", async (_what, odd, code) => {
    const wamid = newWamid();
    const { id } = await given.reports.sendReply(accepted(wamid));
    await given.reports.report({ id: wamid, status: "failed", errors: odd });
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "failed", error_code: code });
  });
});
