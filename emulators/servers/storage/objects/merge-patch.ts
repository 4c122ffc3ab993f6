import type { Settings } from "../store.ts";

/** Applies a JSON merge patch (RFC 7386), as PATCH does: null removes, objects merge, all else replaces. */
export function mergePatch(target: Settings, patch: Settings): Settings {
  const result = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (isObject(value)) result[name] = mergePatch(isObject(result[name]) ? result[name] : {}, value);
    else result[name] = value;
  }
  return result;
}

function isObject(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
