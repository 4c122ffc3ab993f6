import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { m } from "../messages/messages.ts";
import { useSession } from "../shell/session-context.ts";
import { countsQuery } from "./inbox-query.ts";
import { parseInboxSearch } from "./inbox-search.ts";
import { views } from "./views.ts";

/** Blue is what is mine to do. */
const mine = new Set<string>(["mine", "mentions"]);

/** The ways to look at the inbox, with how much each holds. */
export function InboxViews({ className }: { className: string }) {
  const counts = useQuery(countsQuery(useSession()));
  const search = parseInboxSearch(useSearch({ strict: false }));
  return (
    <ul aria-label={m("views")} className={className}>
      {views.map((view) => {
        const count = "count" in view ? counts.data?.[view.count] : undefined;
        return (
          <li key={view.id} className="contents">
            <Link
              to="/"
              search={{ ...(search.outlet === undefined ? {} : { outlet: search.outlet }), view: view.id }}
              aria-current={view.id === search.view ? "true" : undefined}
              className="flex h-7 shrink-0 items-center gap-2 rounded-md px-2 whitespace-nowrap text-text-2 hover:bg-hover aria-current:bg-press aria-current:font-medium aria-current:text-text md:ps-5"
            >
              {m(view.title)}
              {count !== undefined && count > 0 && (
                <span
                  className={`text-xs md:ms-auto ${mine.has(view.id) ? "font-semibold text-accent-text" : "text-text-3"}`}
                >
                  {count}
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
