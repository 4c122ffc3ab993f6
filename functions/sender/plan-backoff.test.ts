import { expect, test } from "vitest";
import { planBackoff } from "./plan-backoff.ts";
import { numberPace } from "../../shared/whatsapp/rules/send-pace.ts";

const delays = (code: number, attempts: number[]) =>
  attempts.map((attempt) => planBackoff({ code, scope: "message", attempt, chance: 0 }).delayMs / 1000);

test("the wait grows with each refusal, up to a limit", () => {
  expect(delays(130429, [1, 2, 3, 4, 20])).toEqual([1, 2, 4, 8, 60]);
  expect(delays(131056, [1, 2, 3, 9])).toEqual([6, 24, 96, 600]);
  expect(delays(4, [1, 2, 9])).toEqual([60, 120, 1800]);
  expect(delays(503, [1, 2, 30])).toEqual([1, 2, 300]);
});

test("chance adds up to half of it", () => {
  const waits = [0, 0.5, 1].map((chance) =>
    planBackoff({ code: 130429, scope: "number", attempt: 1, chance }),
  );
  expect(waits.map(({ delayMs }) => delayMs)).toEqual([1000, 1250, 1500]);
});

test("what WhatsApp asks for is waited at least", () => {
  const refusal = { code: 130429, scope: "number", attempt: 1, chance: 0, retryAfterMs: 90_000 } as const;
  expect(planBackoff(refusal).delayMs).toBe(90_000);
});

test("the error's scope waits with the message; the app's limit holds the account", () => {
  const holds = (["message", "contact", "number", "account", "app"] as const).map(
    (scope) => planBackoff({ code: 1, scope, attempt: 1, chance: 0 }).holds,
  );
  expect(holds).toEqual(["message", "contact", "number", "account", "account"]);
});

test("numbers go at Meta's pace for their level, unknown levels at the usual one", () => {
  const perSecond = ["STANDARD", "high", "COEXISTENCE", "NOT_APPLICABLE", null].map(
    (level) => numberPace(level).burst,
  );
  expect(perSecond).toEqual([80, 1000, 20, 80, 80]);
});
