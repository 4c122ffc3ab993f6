import { HttpError, badRequest } from "../http/http-error.ts";

const names = [
  "ifGenerationMatch",
  "ifGenerationNotMatch",
  "ifMetagenerationMatch",
  "ifMetagenerationNotMatch",
] as const;

export type Preconditions = { [name in (typeof names)[number]]?: string };

/** Reads `ifGenerationMatch` and its kin; with the prefix `ifSource`, those on the source of a copy. */
export function readPreconditions(query: URLSearchParams, prefix: "if" | "ifSource" = "if"): Preconditions {
  const preconditions: Preconditions = {};
  for (const name of names) {
    const value = query.get(name.replace(/^if/, prefix));
    if (value === null) continue;
    if (!/^\d+$/.test(value)) throw badRequest(`Invalid value for ${name}: ${value}`);
    preconditions[name] = value;
  }
  return preconditions;
}

/**
 * Throws unless what is there now is as the caller expects; generation 0 stands for "nothing is there". A read whose
 * "not match" fails is a 304: the caller has it already. All else is a 412.
 */
export function checkPreconditions(
  expected: Preconditions,
  current: { generation?: string; metageneration: number } | undefined,
  access: "read" | "write",
): void {
  const generation = current?.generation ?? "0";
  const metageneration = current ? String(current.metageneration) : undefined;
  const { ifGenerationMatch, ifGenerationNotMatch, ifMetagenerationMatch, ifMetagenerationNotMatch } =
    expected;

  if (ifGenerationMatch !== undefined && ifGenerationMatch !== generation) throw conditionNotMet();
  if (ifMetagenerationMatch !== undefined && ifMetagenerationMatch !== metageneration)
    throw conditionNotMet();
  if (
    (ifGenerationNotMatch !== undefined && ifGenerationNotMatch === generation) ||
    (ifMetagenerationNotMatch !== undefined && ifMetagenerationNotMatch === metageneration)
  ) {
    throw access === "read" ? new HttpError(304, "notModified", "Not Modified") : conditionNotMet();
  }
}

function conditionNotMet(): HttpError {
  return new HttpError(
    412,
    "conditionNotMet",
    "At least one of the pre-conditions you specified did not hold.",
  );
}
