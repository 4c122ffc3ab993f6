import type { Outlet } from "../../shared/db/schema.d.ts";
import type { Work } from "../../shared/runtime/work.ts";

export type Place = Work & {
  businessAccountId: string;
  /** The tenant's own, as far as they are concerned; locked, with numbers that they have. */
  outlets: readonly Outlet[];
  /** When it happened. */
  at: Date;
  now: Date;
};
