import type { Schemas } from "../api/client.ts";
import { holderOf } from "../inbox/holder.ts";
import { nameOf } from "../inbox/name-of.ts";
import { m } from "../messages/messages.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import type { Act } from "./act-change.ts";
import { ChoiceMenu } from "./choice-menu.tsx";
import { snoozeTimes } from "./snooze-times.ts";

export type BarMenu = "assign" | "snooze" | undefined;
type Props = {
  conversation: Schemas["Conversation"];
  outlet: string | undefined;
  people: readonly Schemas["User"][];
  meId: string | undefined;
  menu: BarMenu;
  onMenu(menu: BarMenu): void;
  onAct(act: Act): void;
  onBack(): void;
  onContext(): void;
};

/** Who it is, who has it, and what can be done with the conversation. */
export function ConversationBar({
  conversation,
  outlet,
  people,
  meId,
  menu,
  onMenu,
  onAct,
  onBack,
  onContext,
}: Props) {
  const { contact, handledBy, assignee, state } = conversation;
  const holder = holderOf(conversation, meId) ?? m("nobodyHasIt");
  const isMine = handledBy === "human" && assignee?.id === meId;
  const able = people.filter(({ role, status }) => role !== "viewer" && status === "active");
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-1 border-b border-line px-3 md:flex-nowrap">
      <Button look="quiet" aria-label={m("back")} onPress={onBack} className="md:hidden">
        <Icon name="back" />
      </Button>
      <div className="min-w-0">
        <h1 className="truncate text-sm font-semibold">
          <bdi>{nameOf(contact)}</bdi>
        </h1>
        <p className="truncate text-xs text-text-2">{[outlet, holder].filter(Boolean).join(" · ")}</p>
      </div>
      <div className="ms-auto flex shrink-0 items-center gap-1">
        {state === "closed" ? (
          <Button onPress={() => onAct({ kind: "reopen" })}>{m("reopen")}</Button>
        ) : (
          <>
            {!isMine && (
              <Button look="quiet" onPress={() => onAct({ kind: "claim" })}>
                {m("take")} <Hint name="i" />
              </Button>
            )}
            <ChoiceMenu
              label={m("assign")}
              choices={[
                ...able.map(({ id, displayName }) => ({ id, name: id === meId ? m("you") : displayName })),
                ...(assignee === null ? [] : [{ id: "none", name: m("nobody") }]),
              ]}
              isOpen={menu === "assign"}
              onOpenChange={(isOpen) => onMenu(isOpen ? "assign" : undefined)}
              onChoose={(id) =>
                onAct(
                  id === "none"
                    ? { kind: "release" }
                    : {
                        kind: "assign",
                        userId: id,
                        name: able.find((one) => one.id === id)?.displayName ?? null,
                      },
                )
              }
            >
              <Icon name="person" /> <span className="hidden 2xl:inline">{m("assign")}</span>{" "}
              <Hint name="a" />
            </ChoiceMenu>
            {state === "snoozed" ? (
              <Button look="quiet" onPress={() => onAct({ kind: "wake" })}>
                <Icon name="moon" /> {m("wake")}
              </Button>
            ) : (
              <ChoiceMenu
                label={m("snooze")}
                choices={snoozeTimes(new Date()).map(({ id, title }) => ({ id, name: m(title) }))}
                isOpen={menu === "snooze"}
                onOpenChange={(isOpen) => onMenu(isOpen ? "snooze" : undefined)}
                onChoose={(chosen) => {
                  const time = snoozeTimes(new Date()).find(({ id }) => id === chosen);
                  onAct({ kind: "snooze", until: time?.until?.toISOString() ?? null });
                }}
              >
                <Icon name="moon" /> <span className="hidden 2xl:inline">{m("snooze")}</span>{" "}
                <Hint name="s" />
              </ChoiceMenu>
            )}
            {handledBy === "human" && (
              <Button look="quiet" aria-label={m("handBack")} onPress={() => onAct({ kind: "hand-back" })}>
                <Icon name="robot" /> <span className="hidden 2xl:inline">{m("handBack")}</span>{" "}
                <Hint name="h" />
              </Button>
            )}
            <Button onPress={() => onAct({ kind: "close", outcome: "resolved" })}>
              <Icon name="check" /> {m("close")} <Hint name="e" />
            </Button>
          </>
        )}
        <Button look="quiet" aria-label={m("context")} onPress={onContext} className="xl:hidden">
          <Icon name="panel" />
        </Button>
      </div>
    </header>
  );
}

function Hint({ name }: { name: string }) {
  return (
    <kbd aria-hidden className="hidden font-sans text-xs font-normal text-text-3 md:inline">
      {name}
    </kbd>
  );
}
