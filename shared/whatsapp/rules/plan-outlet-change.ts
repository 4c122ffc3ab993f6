type Status = "unverified" | "active" | "paused" | "disabled" | "moved";

export type OutletPlan =
  /** `status` where it changes, `active` being set by who resumes the outlet. `isProven`: whether a proof stands after it. */
  | { kind: "change"; status?: Exclude<Status, "active">; isProven: boolean; activates: boolean }
  /** It works, and would not with this. */
  | { kind: "refuse" }
  /** It works, and WhatsApp could not be asked whether it would with this. */
  | { kind: "later" };

/**
 * What a change of an outlet makes of its state. What works goes on working: a token or a number that WhatsApp does not
 * confirm is refused, unless it is forced upon the outlet. A broken token does not take away a number that was proven.
 */
export function planOutletChange(facts: {
  status: Status;
  /** Whether its number and account were proven. */
  wasProven: boolean;
  isSameNumber: boolean;
  asked: "active" | "disabled" | undefined;
  /** What WhatsApp says of the outlet as it will be; undefined where it was not asked. */
  check: "confirmed" | "denied" | "unreachable" | undefined;
  isForced: boolean;
}): OutletPlan {
  const { status, isSameNumber, asked, check, isForced } = facts;
  const staysProven = facts.wasProven && isSameNumber;
  if (asked === "disabled")
    return { kind: "change", status: "disabled", isProven: staysProven, activates: false };
  if (check === undefined) return { kind: "change", isProven: staysProven, activates: false };
  const staysDisabled = status === "disabled" && asked !== "active";
  if (check === "confirmed") return { kind: "change", isProven: true, activates: !staysDisabled };
  if (staysDisabled) return { kind: "change", isProven: staysProven, activates: false };
  const hasNumber = status === "active" || status === "paused";
  const breaks = status === "active" || (hasNumber && !isSameNumber);
  if (breaks && !isForced) return { kind: check === "denied" ? "refuse" : "later" };
  if (hasNumber && isSameNumber)
    return { kind: "change", status: "paused", isProven: true, activates: false };
  if (status === "moved" && isSameNumber) return { kind: "change", isProven: false, activates: false };
  return { kind: "change", status: "unverified", isProven: false, activates: false };
}
