import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { ContextPanel } from "../context/context-panel.tsx";
import { ConversationPane } from "../conversation/conversation-pane.tsx";
import { conversationQuery } from "../conversation/conversation-query.ts";
import { DoneToast } from "../conversation/done-toast.tsx";
import { markRead } from "../conversation/read-change.ts";
import { useActs } from "../conversation/use-acts.ts";
import { KeysHelp } from "../keys/keys-help.tsx";
import { type KeyAction, useKeys } from "../keys/use-keys.ts";
import { m } from "../messages/messages.ts";
import { outletsQuery } from "../outlets/outlets-query.ts";
import { peopleQuery } from "../people/people-query.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { useNow } from "../ui/use-now.ts";
import { ConversationList } from "./conversation-list.tsx";
import { FootLine } from "./foot-line.tsx";
import { InboxViews } from "./inbox-views.tsx";
import { inboxQuery } from "./inbox-query.ts";
import { parseInboxSearch } from "./inbox-search.ts";
import { OutletFilter } from "./outlet-filter.tsx";
import { viewOf } from "./views.ts";

export function InboxScreen() {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const search = parseInboxSearch(useSearch({ strict: false }));
  const now = useNow();
  const list = useInfiniteQuery(inboxQuery(session, search));
  const outlets = useQuery(outletsQuery(session));
  const people = useQuery(peopleQuery(session));
  const rows = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const listed = rows.find(({ id }) => id === search.open);
  const read = useQuery({
    ...conversationQuery(session, search.open ?? ""),
    enabled: search.open !== undefined,
    ...(listed === undefined ? {} : { placeholderData: listed }),
  });
  const opened = search.open === undefined ? undefined : read.data;
  const me = people.data?.find(({ email }) => email === session.email);
  const acts = useActs({ id: me?.id ?? "", name: session.name });
  const [hasHelp, setHelp] = useState(false);
  const [hasContext, setContext] = useState(false);
  const outletName = (id: string) => outlets.data?.find((outlet) => outlet.id === id)?.name;
  // Where there is one only, every row would say the same.
  const outletOfRow = (id: string) => (outlets.data?.length === 1 ? undefined : outletName(id));

  const open = (id: string | undefined) => {
    const { open: _before, ...rest } = search;
    void navigate({ to: "/", search: id === undefined ? rest : { ...rest, open: id } });
  };
  const move = (by: number) => {
    const at = rows.findIndex(({ id }) => id === search.open);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next !== undefined) open(next.id);
  };
  const actions: KeyAction[] = [
    { key: "j", title: "keyNext", run: () => move(1) },
    { key: "k", title: "keyPrevious", run: () => move(-1) },
    {
      key: "u",
      title: "keyUnread",
      run: opened && (() => void markRead(session, queries, opened.id, false).then(() => open(undefined))),
    },
    {
      key: "Shift+e",
      title: "keyCloseNext",
      run:
        opened && (() => void acts.run(opened, { kind: "close", outcome: "resolved" }).then(() => move(1))),
    },
    { key: "z", title: "undo", run: acts.done?.undo },
    {
      key: "Escape",
      title: "keyBack",
      run: search.open === undefined ? undefined : () => (hasContext ? setContext(false) : open(undefined)),
    },
    { key: "?", title: "allKeys", run: () => setHelp(true) },
  ];
  useKeys(actions);

  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <title>{`${m("inbox")} · ${m("product")}`}</title>
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={m("inbox")}
          className={`min-h-0 w-full shrink-0 flex-col border-e border-line bg-panel md:flex md:w-80 ${search.open === undefined ? "flex" : "hidden"}`}
        >
          <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3.5">
            <h1 className="text-sm font-semibold">{m(viewOf(search.view).title)}</h1>
            <OutletFilter
              outlets={outlets.data ?? []}
              chosen={search.outlet}
              onChoose={(outlet) =>
                void navigate({
                  to: "/",
                  search: { view: search.view, ...(outlet === "" ? {} : { outlet }) },
                })
              }
            />
          </header>
          <InboxViews className="flex gap-1 overflow-x-auto border-b border-line px-2 py-1.5 md:hidden" />
          <Loaded query={list}>
            {() =>
              rows.length === 0 ? (
                <div className="px-3.5">
                  <Empty>{m(search.view === "mine" ? "emptyMine" : "emptyView")}</Empty>
                </div>
              ) : (
                <ConversationList
                  rows={rows}
                  outletName={outletOfRow}
                  meId={me?.id}
                  openId={search.open}
                  now={now}
                  hasMore={list.hasNextPage && !list.isFetchingNextPage}
                  onOpen={open}
                  onEnd={() => void list.fetchNextPage()}
                />
              )
            }
          </Loaded>
        </section>
        <main
          className={`relative min-h-0 min-w-0 flex-1 flex-col bg-main ${search.open === undefined ? "hidden md:flex" : "flex"}`}
        >
          {opened === undefined ? (
            <NothingOpen isWanted={search.open !== undefined} query={read} />
          ) : (
            <ConversationPane
              key={opened.id}
              conversation={opened}
              outlet={outletName(opened.outletId)}
              people={people.data ?? []}
              meId={me?.id}
              now={now}
              refusal={acts.refusal}
              onAct={(act) => void acts.run(opened, act)}
              onDismiss={acts.dismiss}
              onBack={() => open(undefined)}
              onContext={() => setContext(!hasContext)}
            />
          )}
          <DoneToast done={acts.done} />
        </main>
        {opened !== undefined && (
          <div
            className={`${hasContext ? "absolute inset-y-0 end-0 z-20 flex w-74 shadow-(--sh-3) xl:static xl:shadow-none" : "hidden xl:flex"} w-74 shrink-0 flex-col border-s border-line bg-panel`}
          >
            <ContextPanel
              conversation={opened}
              outlet={outletName(opened.outletId)}
              meId={me?.id}
              now={now}
              onOpen={open}
            />
          </div>
        )}
      </div>
      <FootLine isStale={list.isError} updatedAt={list.dataUpdatedAt} hasOpen={opened !== undefined} />
      {hasHelp && <KeysHelp actions={[...actions, ...conversationKeys]} onClose={() => setHelp(false)} />}
    </div>
  );
}

/** What `ConversationPane` answers to, for the list of all keys. */
const conversationKeys = (
  [
    ["r", "reply"],
    ["n", "note"],
    ["i", "take"],
    ["a", "assign"],
    ["s", "snooze"],
    ["e", "close"],
    ["h", "handBack"],
    ["o", "context"],
  ] as const
).map(([key, title]): KeyAction => ({ key, title, run: undefined }));

function NothingOpen({
  isWanted,
  query,
}: {
  isWanted: boolean;
  query: Parameters<typeof Loaded<unknown>>[0]["query"];
}) {
  return (
    <div className="m-auto max-w-sm p-6 text-center">
      {isWanted ? (
        <Loaded query={query}>{() => null}</Loaded>
      ) : (
        <p className="text-sm text-text-2">{m("chooseOne")}</p>
      )}
    </div>
  );
}
