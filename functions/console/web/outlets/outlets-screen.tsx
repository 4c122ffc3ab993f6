import { useQuery } from "@tanstack/react-query";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { OutletCard } from "./outlet-card.tsx";
import { outletsQuery } from "./outlets-query.ts";

export function OutletsScreen() {
  const outlets = useQuery(outletsQuery(useSession()));
  return (
    <Page title="outlets">
      <Loaded query={outlets}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{m("noOutlets")}</Empty>
          ) : (
            <ul className="flex max-w-[820px] flex-col gap-8">
              {rows.map((outlet) => (
                <OutletCard key={outlet.id} outlet={outlet} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
