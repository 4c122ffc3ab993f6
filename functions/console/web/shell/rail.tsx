import { Link, useLocation } from "@tanstack/react-router";
import { InboxViews } from "../inbox/inbox-views.tsx";
import { m } from "../messages/messages.ts";
import { Button } from "../ui/button.tsx";
import { switchTheme } from "../ui/theme.ts";
import { places } from "./places.ts";
import { useSession } from "./session-context.ts";

/** On a phone a strip on top, else the left side. */
export function Rail({ onSearch }: { onSearch(): void }) {
  const session = useSession();
  const isInbox = useLocation({ select: ({ pathname }) => pathname === "/" });
  const leave = async () => {
    await session.signOut();
    location.assign("/sign-in");
  };
  return (
    <nav
      aria-label={m("navigation")}
      className="flex shrink-0 items-center gap-1 overflow-x-auto border-e border-line bg-rail p-2 md:w-52 md:flex-col md:items-stretch"
    >
      <p className="hidden px-2 py-1.5 font-semibold md:block">{m("product")}</p>
      <Button onPress={onSearch} className="md:mb-2 md:justify-between">
        <span className="font-normal text-text-2">{m("searchOrDo")}</span>
        <kbd className="text-xs text-text-3">Ctrl K</kbd>
      </Button>
      {places.map(({ path, title, group }, at) => (
        <div key={path} className="contents">
          {group && group !== places[at - 1]?.group && (
            <p className="mt-2 hidden px-2 py-1 text-xs text-text-3 md:block">{m(group)}</p>
          )}
          <Link
            to={path}
            activeOptions={{ exact: true, includeSearch: false }}
            className="rounded-md px-2 py-1 whitespace-nowrap text-text-2 hover:bg-hover aria-[current=page]:bg-press aria-[current=page]:font-medium aria-[current=page]:text-text"
          >
            {m(title)}
          </Link>
          {path === "/" && isInbox && <InboxViews className="hidden md:flex md:flex-col" />}
        </div>
      ))}
      <div className="flex items-center gap-1 md:mt-auto md:flex-col md:items-stretch">
        <p className="hidden truncate px-2 text-text-2 md:block" title={session.email}>
          {session.name}
        </p>
        <Button
          look="quiet"
          onPress={switchTheme}
          className="md:justify-start md:whitespace-normal md:text-start md:h-auto md:py-1"
        >
          {m("switchTheme")}
        </Button>
        <Button look="quiet" onPress={() => void leave()} className="md:justify-start">
          {m("signOut")}
        </Button>
      </div>
    </nav>
  );
}
