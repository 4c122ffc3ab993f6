import { isObject } from "./json-shape.ts";

type Step = { key: string } | { index: number } | "each";

const STEP = /"((?:[^"\\]|\\.)*)"|\[(\d*)\]|([^.[\]"]+)/g;
const parsedPaths = new Map<string, Step[]>();

/**
 * The values at a payload key: `a`, `a.b`, `a[0]`, `a[].b`, `"a.b"` (quoted, a key with a dot in it). A list at the end of the
 * path is one value; with `[]` each of its elements is. Nothing there gives no value, which differs from `null`.
 */
export function readPath(payload: unknown, path: string): unknown[] {
  let values: unknown[] = [payload];
  for (const step of stepsOf(path)) {
    values = values.flatMap((value) => takeStep(value, step));
  }
  return values;
}

function takeStep(value: unknown, step: Step): unknown[] {
  if (step === "each") return Array.isArray(value) ? value : [];
  if ("index" in step) return Array.isArray(value) && step.index in value ? [value[step.index]] : [];
  return isObject(value) && Object.hasOwn(value, step.key) ? [value[step.key]] : [];
}

function stepsOf(path: string): Step[] {
  const known = parsedPaths.get(path);
  if (known) return known;
  const steps: Step[] = [];
  for (const [, quoted, index, plain] of path.matchAll(STEP)) {
    if (index !== undefined) steps.push(index === "" ? "each" : { index: Number(index) });
    else steps.push({ key: quoted ?? plain ?? "" });
  }
  parsedPaths.set(path, steps);
  return steps;
}
