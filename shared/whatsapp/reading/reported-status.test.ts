import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readReportedStatus } from "./reported-status.ts";

const receivedAt = new Date("2026-11-20T10:00:00Z");
const status = { id: "wamid.1", status: "sent", timestamp: "1750030073", recipient_id: "16505551234" };

test("a status is read with everything that is used of it", () => {
  const pricing = { billable: true, category: "marketing" };
  const errors = [
    { code: 131047, title: "Re-engagement message", error_data: { details: "More than 24 hours" } },
  ];
  expect(
    readReportedStatus({ ...status, biz_opaque_callback_data: "att_1", pricing, errors }, receivedAt),
  ).toEqual({
    wamid: "wamid.1",
    word: "sent",
    occurredAt: new Date(1_750_030_073_000),
    recipient: "16505551234",
    callbackData: "att_1",
    errors,
    errorCode: 131047,
    errorDetail: "More than 24 hours",
    pricing,
  });
});

test("a status without time happened when it was received", () => {
  expect(readReportedStatus({ ...status, timestamp: undefined }, receivedAt)?.occurredAt).toEqual(receivedAt);
});

test("a recipient without phone is named by user id", () => {
  const read = readReportedStatus(
    { ...status, recipient_id: undefined, recipient_user_id: "US.1" },
    receivedAt,
  );
  expect(read?.recipient).toBe("US.1");
  expect(read).not.toHaveProperty("customer");
});

test("number and user id that come together say who the customer is, and what is neither says nothing", () => {
  const both = readReportedStatus({ ...status, recipient_user_id: "US.1" }, receivedAt);
  expect(both?.customer).toEqual({ phone: "16505551234", businessScopedUserId: "US.1" });
  for (const odd of [{ recipient_user_id: "x" }, { recipient_id: "1@g.us", recipient_user_id: "US.1" }]) {
    expect(readReportedStatus({ ...status, ...odd }, receivedAt)).not.toHaveProperty("customer");
  }
});

test.each([
  ["no list", "131047", undefined, undefined],
  ["an empty list", [], undefined, undefined],
  ["a code as text", [{ code: "131047" }], 131047, undefined],
  ["a title only", [{ code: 1, title: "API Unknown" }], 1, "API Unknown"],
  ["a code that is no number", [{ code: "x" }], undefined, undefined],
  ["a code that no 32 bits hold", [{ code: 2 ** 31 }], undefined, undefined],
])("errors of %s are read as far as they go", (_what, errors, errorCode, errorDetail) => {
  const read = readReportedStatus({ ...status, errors }, receivedAt);
  expect([read?.errorCode, read?.errorDetail]).toEqual([errorCode, errorDetail]);
});

test("an item that names no message or no status is none", () => {
  expect(readReportedStatus({ ...status, id: undefined }, receivedAt)).toBeUndefined();
  expect(readReportedStatus({ ...status, status: "" }, receivedAt)).toBeUndefined();
});

test("any item is read or not, and never throws", () => {
  const keys = fc.constantFrom(
    "id",
    "status",
    "timestamp",
    "errors",
    "recipient_id",
    "biz_opaque_callback_data",
  );
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), (item) => {
      expect(readReportedStatus(item, receivedAt)?.occurredAt.getTime()).not.toBeNaN();
    }),
  );
});

test("of a message to a group each one's report is their own, and says of the group only that it was sent", () => {
  const one = {
    id: "wamid.1",
    status: "read",
    recipient_type: "group",
    recipient_id: "g1",
    timestamp: "1750030073",
  };
  const read = (more: object) => readReportedStatus({ ...one, ...more }, new Date());
  const reports = [
    read({ recipient_participant_id: "62811" }),
    read({ participant_recipient_id: "62812" }),
    read({ recipient_participant_user_id: "ID.1" }),
  ];
  expect(reports.map((report) => report?.recipient)).toEqual(["62811", "62812", "ID.1"]);
  for (const report of reports) expect(report).toMatchObject({ isParticipants: true });
  expect(read({})?.recipient).toBe("g1");
});

test("a time after the receipt is the receipt's, and an id that can be none makes it no report", () => {
  const late = { ...status, timestamp: String(receivedAt.getTime() / 1000 + 3_600) };
  expect(readReportedStatus(late, receivedAt)?.occurredAt).toEqual(receivedAt);
  expect(readReportedStatus({ ...late, id: "wamid.\0" }, receivedAt)).toBeUndefined();
});
