import { expect, test } from "vitest";
import { backoffMs, deliveryRules } from "./delivery-rules.ts";

const pull = { name: "projects/p/subscriptions/sub", topic: "projects/p/topics/top" };
const push = { ...pull, pushConfig: { pushEndpoint: "http://127.0.0.1:1/" } };
const retryPolicy = { minimumBackoff: { seconds: 2 }, maximumBackoff: { seconds: 7, nanos: 500_000_000 } };

test("a back-off doubles from the policy's minimum and stops at its maximum", () => {
  const rules = deliveryRules({ ...push, retryPolicy });
  expect([1, 2, 3, 50].map((attempts) => backoffMs(rules, attempts))).toEqual([2000, 4000, 7500, 7500]);
});

test("without a policy a push rests between 100 ms and 10 s, and a pull not at all", () => {
  expect([1, 2, 100].map((attempts) => backoffMs(deliveryRules(push), attempts))).toEqual([100, 200, 10_000]);
  expect([1, 100].map((attempts) => backoffMs(deliveryRules(pull), attempts))).toEqual([0, 0]);
});

test("a policy with no minimum does not make a push spin", () => {
  const rules = deliveryRules({
    ...push,
    retryPolicy: { minimumBackoff: {}, maximumBackoff: { seconds: 5 } },
  });
  expect(backoffMs(rules, 1)).toBe(100);
});
