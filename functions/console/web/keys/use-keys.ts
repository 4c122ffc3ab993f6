import { useEffect, useRef } from "react";
import type { MessageKey } from "../messages/en.ts";

/** What a key does here; actions without `run` cannot be done now. */
export type KeyAction = { key: string; title: MessageKey; run: (() => void) | undefined };

/** One listener for the keys of a screen; while somebody types, or another thing holds the keys, none counts. */
export function useKeys(actions: readonly KeyAction[]): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTaken(event.target))
        return;
      const key =
        event.shiftKey && /^[a-z]$/i.test(event.key) ? `Shift+${event.key.toLowerCase()}` : event.key;
      if (event.repeat && key !== "j" && key !== "k") return;
      const run = current.current.find((action) => action.key === key)?.run;
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, []);
}

const holders = "input, textarea, select, [contenteditable=true], [role=menu], [role=listbox], [role=dialog]";

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(holders) !== null;
}
