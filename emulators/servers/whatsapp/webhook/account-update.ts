import type { ValueUpdate } from "./update.ts";

/** News of an account or its templates: no metadata, and the entry has a time. */
export function accountUpdate(wabaId: string, field: string, value: object): ValueUpdate {
  return {
    kind: "value",
    wabaId,
    field,
    value,
    time: Math.floor(Date.now() / 1000),
    about: `${wabaId} ${field}`,
  };
}
