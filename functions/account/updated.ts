import type { EventOf } from "../../shared/contracts/topics.ts";

export type Updated = EventOf<"account.updated">;
