import { chance } from "./chance.ts";
import type { FaultPlan } from "./fault-plan.ts";

type SendFate =
  | { kind: "normal" }
  | { kind: "http500" | "http429" | "hang" }
  | { kind: "error"; code: number; status?: number | undefined; async: boolean; isTransient: boolean };

export type FaultState = {
  plan(): FaultPlan;
  install(plan: FaultPlan): void;
  clear(): void;
  /** What happens to this send; uses up what is limited by times. */
  fateOfSend(to: string): SendFate;
  /** Whether the share `rate` of such things includes this one. `about` counts: the first, the second... */
  hits(rate: number | undefined, kind: string, about: string): boolean;
  /** Where this stands in a shuffle. */
  rank(about: string): number;
};

/** The plan in force, and how much of it is used up. */
export function createFaultState(defaultSeed: number): FaultState {
  let plan: FaultPlan = {};
  let used = new Map<unknown, number>();
  let counts = new Map<string, number>();

  function install(next: FaultPlan): void {
    plan = next;
    used = new Map();
    counts = new Map();
  }

  function count(name: string): number {
    const ordinal = counts.get(name) ?? 0;
    counts.set(name, ordinal + 1);
    return ordinal;
  }

  function chanceOf(kind: string, about: string): number {
    return chance(plan.seed ?? defaultSeed, kind, about, count(`${kind} ${about}`));
  }

  function hits(rate: number | undefined, kind: string, about: string): boolean {
    return rate !== undefined && chanceOf(kind, about) < rate;
  }

  function takes(limit: { times?: number | undefined; to?: string | undefined } | undefined, to: string) {
    if (limit === undefined || (limit.to !== undefined && limit.to !== to)) return false;
    const before = used.get(limit) ?? 0;
    if (limit.times !== undefined && before >= limit.times) return false;
    used.set(limit, before + 1);
    return true;
  }

  function fateOfSend(to: string): SendFate {
    const send = plan.send ?? {};
    const error = send.errors?.find((candidate) => takes(candidate, to));
    if (error !== undefined) {
      const { code, status, async = false, isTransient = false } = error;
      return { kind: "error", code, status, async, isTransient };
    }
    if (takes(send.http500, to) || hits(send.http500Rate, "http500", to)) return { kind: "http500" };
    if (hits(send.http429Rate, "http429", to)) return { kind: "http429" };
    if (takes(send.timeoutAfterAccept, to) || hits(send.timeoutAfterAcceptRate, "hang", to))
      return { kind: "hang" };
    return { kind: "normal" };
  }

  return {
    plan: () => plan,
    install,
    clear: () => install({}),
    fateOfSend,
    hits,
    rank: (about) => chanceOf("order", about),
  };
}
