import type { Schemas } from "../api/client.ts";
import type { MessageKey } from "../messages/en.ts";
import type { Tone } from "../ui/chip.tsx";

type Outlet = Pick<Schemas["Outlet"], "status">;

const health: Record<Outlet["status"], { tone: Tone; says: MessageKey }> = {
  active: { tone: "good", says: "works" },
  unverified: { tone: "warn", says: "unverified" },
  paused: { tone: "bad", says: "paused" },
  disabled: { tone: "plain", says: "disabled" },
  moved: { tone: "bad", says: "moved" },
};

/** How an outlet is, as a colour and as the sentence beside it. */
export function outletHealth({ status }: Outlet): { tone: Tone; says: MessageKey } {
  return health[status];
}
