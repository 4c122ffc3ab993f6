import { m } from "../messages/messages.ts";
import { Icon } from "../ui/icon.tsx";
import { shortSpan } from "../ui/time.ts";
import type { WindowLeft } from "./window-left.ts";

/** How long anything may be sent. */
export function WindowNote({ left }: { left: WindowLeft }) {
  if (left.state === "closed")
    return (
      <p className="flex items-center gap-1.5 text-xs text-text-2">
        <Icon name="clock" /> {m("onlyTemplates")}
      </p>
    );
  return (
    <p
      className={`flex items-center gap-1.5 text-xs ${left.state === "soon" ? "font-medium text-warn" : "text-text-2"}`}
    >
      <Icon name="clock" />
      {m("windowOpen", { span: shortSpan(left.minutes * 60_000) })}
    </p>
  );
}
