import { m } from "../messages/messages.ts";
import type { MessageKey } from "../messages/en.ts";
import { Button } from "../ui/button.tsx";
import type { Act } from "./act-change.ts";
import type { Done } from "./use-acts.ts";

const words: Record<Act["kind"], MessageKey> = {
  claim: "didClaim",
  release: "didRelease",
  assign: "didAssign",
  "hand-back": "didHandBack",
  snooze: "didSnooze",
  wake: "didWake",
  close: "didClose",
  reopen: "didReopen",
};

/** What was just done, and the way back. */
export function DoneToast({ done }: { done: Done | undefined }) {
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 bottom-40 z-20 flex justify-center">
      {done && (
        <p className="pointer-events-auto flex items-center gap-2 rounded-[9px] bg-ink py-1 ps-3 pe-1 text-on-ink shadow-(--sh-2)">
          {m(words[done.act.kind])}
          {done.undo && (
            <Button look="primary" onPress={done.undo}>
              {m("undo")} <kbd className="font-sans text-xs opacity-80">z</kbd>
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
