import { describe, expect, test } from "vitest";
import { planOutletChange } from "./plan-outlet-change.ts";

const working = {
  status: "active",
  wasProven: true,
  isSameNumber: true,
  asked: undefined,
  check: "denied",
  isForced: false,
} as const;

describe("an outlet that works", () => {
  test.each([
    ["refuses a token that WhatsApp denies", {}, { kind: "refuse" }],
    ["refuses a number that WhatsApp denies", { isSameNumber: false }, { kind: "refuse" }],
    ["takes nothing while WhatsApp cannot be asked", { check: "unreachable" }, { kind: "later" }],
    [
      "keeps its number where a token is forced upon it",
      { isForced: true },
      { status: "paused", isProven: true },
    ],
    [
      "loses its number where another is forced upon it",
      { isForced: true, isSameNumber: false },
      { status: "unverified", isProven: false },
    ],
    [
      "takes what WhatsApp confirms",
      { check: "confirmed", isSameNumber: false },
      { activates: true, isProven: true },
    ],
    [
      "can be disabled, which keeps the proof",
      { asked: "disabled", check: undefined },
      { status: "disabled", isProven: true },
    ],
    [
      "does not carry its proof to another number",
      { asked: "disabled", check: undefined, isSameNumber: false },
      { status: "disabled", isProven: false },
    ],
  ] as const)("%s", (_what, change, plan) => {
    expect(planOutletChange({ ...working, ...change })).toMatchObject(plan);
  });
});

describe("an outlet", () => {
  test.each([
    [
      "that is paused takes another token that does not work, and stays so",
      "paused",
      {},
      { status: "paused", isProven: true },
    ],
    [
      "that is paused does not lose its number unless it is forced",
      "paused",
      { isSameNumber: false },
      { kind: "refuse" },
    ],
    [
      "that is unverified stays so",
      "unverified",
      { wasProven: false },
      { status: "unverified", isProven: false },
    ],
    [
      "that has lost its number stays so",
      "moved",
      { wasProven: false },
      { kind: "change", isProven: false, activates: false },
    ],
    [
      "that is disabled stays so until it is asked to be active",
      "disabled",
      { check: "confirmed" },
      { activates: false },
    ],
    [
      "that is disabled can be asked",
      "disabled",
      { check: "confirmed", asked: "active" },
      { activates: true },
    ],
  ] as const)("%s", (_what, status, change, plan) => {
    expect(planOutletChange({ ...working, status, ...change })).toMatchObject(plan);
  });
});
