import type { Generated, Timestamp } from "./column-types.ts";

export type ModelEndsTable = {
  model: string;
  ends_on: string;
  told_at: Generated<Timestamp>;
};
