import { expect, test } from "vitest";
import { planTakeBack } from "./plan-take-back.ts";
import { readTakeBackSettings, takeBackSettingsSchema } from "../../tenants/rules/take-back-settings.ts";

const handedOverAt = new Date("2026-11-30T10:00:00Z");
const minutesOn = (minutes: number) => new Date(handedOverAt.getTime() + minutes * 60_000);
const waiting = {
  code: "no-answer",
  reason: "no-source",
  handedOverAt,
  wasOpen: true,
  assignedUserId: null,
  lastHumanWordAt: undefined,
  isWaiting: true,
  hasTriedAgain: false,
} as const;
const usual = readTakeBackSettings(undefined);

test.each([
  ["inside hours", true, 30],
  ["outside hours", false, 240],
])("what nobody took %s is taken back on the minute, not before", (_when, wasOpen, wait) => {
  const handed = { ...waiting, wasOpen };
  expect(planTakeBack(handed, usual, minutesOn(wait - 1))).toEqual({ kind: "later", at: minutesOn(wait) });
  expect(planTakeBack(handed, usual, minutesOn(wait))).toEqual({ kind: "now" });
});

test("it is set to another time, or never", () => {
  const settings = readTakeBackSettings({ insideHours: 5, outsideHours: null });
  expect(planTakeBack(waiting, settings, minutesOn(5))).toEqual({ kind: "now" });
  expect(planTakeBack({ ...waiting, wasOpen: false }, settings, minutesOn(9_999))).toEqual({ kind: "never" });
});

test.each([
  ["assigned to somebody", { assignedUserId: "somebody" }],
  ["taken by a human", { code: "taken" as const }],
  ["answered in the phone app", { code: "answered-in-app" as const }],
  ["written in since", { lastHumanWordAt: minutesOn(1) }],
])(
  "what is %s is never taken back by default; by setting, so long after their last word",
  (_what, change) => {
    const handed = { ...waiting, ...change };
    expect(planTakeBack(handed, usual, minutesOn(9_999))).toEqual({ kind: "never" });
    const settings = readTakeBackSettings({ whenTaken: 120 });
    const from = "lastHumanWordAt" in change ? 1 : 0;
    expect(planTakeBack(handed, settings, minutesOn(119 + from))).toEqual({
      kind: "later",
      at: minutesOn(120 + from),
    });
    expect(planTakeBack(handed, settings, minutesOn(120 + from))).toEqual({ kind: "now" });
    expect(planTakeBack({ ...handed, isWaiting: false }, settings, minutesOn(9_999))).toEqual({
      kind: "never",
    });
  },
);

test("what the bot has tried again once waits for the customer's next word", () => {
  expect(planTakeBack({ ...waiting, hasTriedAgain: true }, usual, minutesOn(60))).toEqual({ kind: "never" });
});

test("what a rule gave to people stays with them", () => {
  expect(planTakeBack({ ...waiting, code: "rule" }, usual, minutesOn(9_999))).toEqual({ kind: "never" });
});

test("what another app of the business has is that app's", () => {
  const handed = { ...waiting, code: "answered-in-app" as const, reason: "another-app" };
  const settings = readTakeBackSettings({ whenTaken: 120 });
  expect(planTakeBack(handed, settings, minutesOn(9_999))).toEqual({ kind: "never" });
});

test("somebody's conversation is theirs for two hours at least", () => {
  expect(takeBackSettingsSchema.safeParse({ whenTaken: 119 }).success).toBe(false);
});
