import { type ReactNode, type RefObject, useState } from "react";
import { m } from "../messages/messages.ts";
import { Key } from "../keys/keys-help.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import type { Draft } from "./use-draft.ts";
import type { WindowLeft } from "./window-left.ts";
import { WindowNote } from "./window-note.tsx";

export type ComposerTab = "reply" | "note" | "template";
type Props = {
  tab: ComposerTab;
  onTab(tab: ComposerTab): void;
  draft: Draft;
  left: WindowLeft;
  /** What answering does here, or why it cannot be done. */
  hint: string | undefined;
  field: RefObject<HTMLTextAreaElement | null>;
  templates: ReactNode;
  /** Above the field of a reply: what fits what is being typed. */
  suggestions: ReactNode;
  onReply(text: string): void;
  onNote(text: string): void;
};

/** Where one answers the customer, notes something for colleagues, or chooses a template. */
export function Composer({
  tab,
  onTab,
  draft,
  left,
  hint,
  field,
  templates,
  suggestions,
  onReply,
  onNote,
}: Props) {
  const [note, setNote] = useState("");
  const isNote = tab === "note";
  const isClosed = left.state === "closed" && tab === "reply";
  const text = isNote ? note : draft.text;
  const submit = () => {
    const said = text.trim();
    if (said === "" || isClosed) return;
    if (isNote) {
      onNote(said);
      setNote("");
    } else {
      onReply(said);
      draft.change("");
    }
  };
  return (
    <section aria-label={m("composer")} className="shrink-0 border-t border-line bg-main px-3 pt-2 pb-3">
      <div className="mb-2 flex flex-wrap items-center gap-1">
        <Tab id="reply" title={m("reply")} hint="r" tab={tab} onTab={onTab} />
        <Tab id="note" title={m("note")} hint="n" tab={tab} onTab={onTab} />
        <Tab id="template" title={m("template")} tab={tab} onTab={onTab} />
        <div className="ms-auto">
          <WindowNote left={left} />
        </div>
      </div>
      {tab === "template" ? (
        templates
      ) : (
        <div
          className={`rounded-md border border-line-control focus-within:border-accent focus-within:outline-1 focus-within:outline-accent ${isNote ? "bg-warn-soft" : "bg-main"}`}
        >
          {tab === "reply" && suggestions}
          <textarea
            ref={field}
            dir="auto"
            rows={3}
            value={isClosed ? "" : text}
            disabled={isClosed}
            aria-label={m(isNote ? "note" : "reply")}
            placeholder={
              isClosed ? m("windowIsClosed") : isNote ? m("notePlaceholder") : (hint ?? m("replyPlaceholder"))
            }
            onChange={({ currentTarget }) =>
              isNote ? setNote(currentTarget.value) : draft.change(currentTarget.value)
            }
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
                submit();
              else if (event.key === "Escape") event.currentTarget.blur();
              else return;
              event.preventDefault();
            }}
            className="block max-h-60 w-full resize-none bg-transparent px-3 py-2 text-sm outline-none! field-sizing-content placeholder:text-text-3"
          />
          <div className="flex items-center gap-2 px-2 pb-2">
            <p role="status" className="text-xs text-text-3">
              {!isNote && draftWords[draft.state] && m(draftWords[draft.state] ?? "draftSaved")}
            </p>
            <Button
              look={isNote ? "primary" : "send"}
              className="ms-auto"
              isDisabled={text.trim() === "" || isClosed}
              onPress={submit}
            >
              {!isNote && <Icon name="send" />}
              {m(isNote ? "addNote" : "send")}
              <kbd aria-hidden className="hidden font-sans text-xs font-normal opacity-80 md:inline">
                Ctrl ↵
              </kbd>
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

const draftWords = {
  none: undefined,
  typing: undefined,
  saved: "draftSaved",
  unsaved: "draftUnsaved",
} as const;

type TabProps = {
  id: ComposerTab;
  title: string;
  hint?: string;
  tab: ComposerTab;
  onTab(tab: ComposerTab): void;
};

function Tab({ id, title, hint, tab, onTab }: TabProps) {
  return (
    <button
      type="button"
      aria-pressed={tab === id}
      onClick={() => onTab(id)}
      className="flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2.5 text-text-2 hover:bg-hover aria-pressed:bg-press aria-pressed:font-medium aria-pressed:text-text"
    >
      {title} {hint && <Key name={hint} />}
    </button>
  );
}
