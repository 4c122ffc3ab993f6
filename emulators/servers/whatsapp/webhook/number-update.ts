import type { BusinessNumber } from "../options.ts";
import { metadataOf } from "./metadata.ts";
import type { ValueUpdate } from "./update.ts";

/** News of a number, with its metadata, in a field other than `messages`. */
export function numberUpdate(number: BusinessNumber, field: string, value: object): ValueUpdate {
  return {
    kind: "value",
    wabaId: number.wabaId,
    field,
    value: { ...metadataOf(number), ...value },
    about: `${number.phoneNumberId} ${field}`,
  };
}
