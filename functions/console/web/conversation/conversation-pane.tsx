import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import { CannedMenu } from "../composer/canned-menu.tsx";
import { Composer, type ComposerTab } from "../composer/composer.tsx";
import { addNote } from "../composer/note-change.ts";
import { dropPending, type OutboundMessage, type PendingSend } from "../composer/pending-sends.ts";
import { sendReply } from "../composer/send-change.ts";
import { TemplatePicker } from "../composer/template-picker.tsx";
import { bodyVariables, filledBody } from "../composer/template-variables.ts";
import { useDraft } from "../composer/use-draft.ts";
import { windowLeft } from "../composer/window-left.ts";
import { type KeyAction, useKeys } from "../keys/use-keys.ts";
import { m } from "../messages/messages.ts";
import { useSession } from "../shell/session-context.ts";
import { templatesQuery } from "../templates/templates-query.ts";
import { Thread } from "../thread/thread.tsx";
import { notesKey } from "../thread/thread-query.ts";
import { Button } from "../ui/button.tsx";
import type { Act } from "./act-change.ts";
import { type BarMenu, ConversationBar } from "./conversation-bar.tsx";
import { markRead } from "./read-change.ts";

type Props = {
  conversation: Schemas["Conversation"];
  outlet: string | undefined;
  people: readonly Schemas["User"][];
  meId: string | undefined;
  now: number;
  refusal: string | undefined;
  onAct(act: Act): void;
  onDismiss(): void;
  onBack(): void;
  onContext(): void;
};

/** A conversation: what can be done with it, its thread, and where one answers. */
export function ConversationPane(props: Props) {
  const { conversation, outlet, people, meId, now, refusal, onAct, onDismiss, onBack, onContext } = props;
  const { id, outletId, contact, state, handledBy } = conversation;
  const session = useSession();
  const queries = useQueryClient();
  const where = { tenantId: session.tenantId, conversationId: id };
  const left = windowLeft(conversation.windowClosesAt, now);
  const [tab, setTab] = useState<ComposerTab>(left.state === "closed" ? "template" : "reply");
  const [menu, setMenu] = useState<BarMenu>();
  const [moved, setMoved] = useState<PendingSend>();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(id);
  const templates = useQuery({ ...templatesQuery(session), enabled: tab === "template" });
  const note = useMutation({
    mutationFn: addNote(session, id, people),
    onSettled: async () => queries.invalidateQueries({ queryKey: notesKey(session.tenantId, id) }),
  });

  useEffect(() => {
    if (conversation.unreadCount > 0) void markRead(session, queries, id);
  }, [conversation.unreadCount, id, session, queries]);

  const send = async (pending: PendingSend, ifLastMessageId?: string) => {
    setMoved(undefined);
    const to = { conversationId: id, outletId, contactId: contact.id };
    try {
      await sendReply(session, queries)(pending, to, { ifLastMessageId });
    } catch (error) {
      // Somebody wrote meanwhile: the person decides, and the words are kept.
      if (error instanceof ApiProblem && error.problem.code === "conversation-moved") {
        dropPending(queries, where, pending.key);
        setMoved(pending);
      }
    }
  };
  const begin = (text: string, message: OutboundMessage): PendingSend => ({
    key: crypto.randomUUID(),
    text,
    message,
    at: new Date().toISOString(),
    state: "sending",
  });
  const focus = (to: ComposerTab) => {
    setTab(to);
    setTimeout(() => field.current?.focus());
  };
  const isOpen = state !== "closed";
  const able = (run: () => void) => (isOpen ? run : undefined);
  const actions: KeyAction[] = [
    { key: "r", title: "reply", run: () => focus("reply") },
    { key: "n", title: "note", run: () => focus("note") },
    { key: "i", title: "take", run: able(() => onAct({ kind: "claim" })) },
    { key: "a", title: "assign", run: able(() => setMenu("assign")) },
    { key: "s", title: "snooze", run: able(() => setMenu("snooze")) },
    { key: "e", title: "close", run: able(() => onAct({ kind: "close", outcome: "resolved" })) },
    {
      key: "h",
      title: "handBack",
      run: handledBy === "human" ? able(() => onAct({ kind: "hand-back" })) : undefined,
    },
    { key: "o", title: "context", run: onContext },
  ];
  useKeys(actions);

  return (
    <>
      <ConversationBar
        {...{ conversation, outlet, people, meId, menu, onAct, onBack, onContext }}
        onMenu={setMenu}
      />
      {refusal !== undefined && (
        <Banner tone="bad" words={refusal} action={m("dismiss")} onAction={onDismiss} />
      )}
      {moved !== undefined && (
        <Banner
          tone="warn"
          words={m("conversationMoved")}
          action={m("sendAsItIs")}
          onAction={() => void send({ ...moved, key: crypto.randomUUID() })}
        />
      )}
      <Thread
        key={id}
        {...{ conversation, people, meId }}
        onAgain={(pending) => void send(pending)}
        onEdit={(pending) => {
          draft.change([draft.text, pending.text].filter(Boolean).join("\n\n"));
          focus("reply");
        }}
      />
      <Composer
        tab={tab}
        onTab={setTab}
        draft={draft}
        left={left}
        hint={handledBy === "bot" ? m("replyTakesOver") : undefined}
        field={field}
        suggestions={
          <CannedMenu conversationId={id} outletId={outletId} text={draft.text} onChange={draft.change} />
        }
        templates={
          <TemplatePicker
            key={templates.data?.length}
            templates={templates.data ?? []}
            onSend={({ template, values }) => {
              const body = bodyVariables(template.components).map(({ name, isNamed }) => ({
                type: "text" as const,
                text: values[name] ?? "",
                ...(isNamed ? { name } : {}),
              }));
              const { name, language } = template;
              const message = {
                type: "template" as const,
                name,
                language,
                ...(body.length > 0 ? { body } : {}),
              };
              void send(begin(filledBody(template.components, values), message as OutboundMessage));
            }}
          />
        }
        onReply={(text) =>
          void send(begin(text, { type: "text", text } as OutboundMessage), conversation.lastMessage?.id)
        }
        onNote={(text) => note.mutate(text)}
      />
    </>
  );
}

type BannerProps = { tone: "bad" | "warn"; words: string; action: string; onAction(): void };

function Banner({ tone, words, action, onAction }: BannerProps) {
  const look =
    tone === "bad" ? "border-bad-line bg-bad-soft text-bad" : "border-warn-line bg-warn-soft text-warn";
  return (
    <div role="alert" className={`flex min-h-8 shrink-0 items-center gap-3 border-b px-4 py-1 ${look}`}>
      <p className="min-w-0 flex-1">{words}</p>
      <Button look="quiet" onPress={onAction}>
        {action}
      </Button>
    </div>
  );
}
