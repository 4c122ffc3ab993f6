import type { TakeBackSettings } from "../../tenants/rules/take-back-settings.ts";
import { anotherApp } from "./another-app.ts";
import { type HandoffCode, isTakenBy } from "./handoff-code.ts";

type Handed = {
  code: HandoffCode | null;
  reason: string | null;
  handedOverAt: Date;
  /** Whether people were there when it was handed over. */
  wasOpen: boolean;
  assignedUserId: string | null;
};

export type TakeBackPlan = { kind: "now" } | { kind: "later"; at: Date } | { kind: "never" };

/** When to look whether the bot takes back what is handed over now; undefined: never. */
export function firstLookAt(
  handed: Pick<Handed, "code" | "handedOverAt" | "wasOpen">,
  settings: TakeBackSettings,
): Date | undefined {
  // What a rule gives to people is theirs.
  if (isTakenBy(handed.code) || handed.code === "rule") return undefined;
  return after(handed.handedOverAt, handed.wasOpen ? settings.insideHours : settings.outsideHours);
}

/**
 * Whether the bot takes the conversation back now. One that nobody has taken counts from the hand-over, whatever the
 * customer has written since; one that somebody has, from their last word, while the customer waits. What the bot has
 * tried again once already it leaves alone until the customer writes on.
 */
export function planTakeBack(
  handed: Handed & {
    /** Of a human of the business, in the conversation. */
    lastHumanWordAt: Date | undefined;
    isWaiting: boolean;
    hasTriedAgain: boolean;
  },
  settings: TakeBackSettings,
  now: Date,
): TakeBackPlan {
  const { handedOverAt, lastHumanWordAt } = handed;
  if (handed.reason === anotherApp) return { kind: "never" };
  const isTaken = isTakenByNow(handed);
  if (isTaken ? !handed.isWaiting : handed.hasTriedAgain) return { kind: "never" };
  const due = isTaken
    ? after(latest(handedOverAt, lastHumanWordAt), settings.whenTaken)
    : firstLookAt(handed, settings);
  if (due === undefined) return { kind: "never" };
  return due <= now ? { kind: "now" } : { kind: "later", at: due };
}

/** Whether somebody has the conversation, so that nobody needs to be told that it waits. */
export function isTakenByNow({
  code,
  assignedUserId,
  handedOverAt,
  lastHumanWordAt,
}: Pick<Handed, "code" | "assignedUserId" | "handedOverAt"> & {
  lastHumanWordAt: Date | undefined;
}): boolean {
  const hasWritten = lastHumanWordAt !== undefined && lastHumanWordAt >= handedOverAt;
  return isTakenBy(code) || assignedUserId !== null || hasWritten;
}

function latest(one: Date, other: Date | undefined): Date {
  return other !== undefined && other > one ? other : one;
}

function after(at: Date, wait: number | null): Date | undefined {
  return wait === null ? undefined : new Date(at.getTime() + wait * 60_000);
}
