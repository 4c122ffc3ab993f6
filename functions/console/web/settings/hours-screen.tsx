import { useQuery } from "@tanstack/react-query";
import { m } from "../messages/messages.ts";
import { outletsQuery } from "../outlets/outlets-query.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { WeeklyHours } from "./weekly-hours.tsx";

export function HoursScreen() {
  const outlets = useQuery(outletsQuery(useSession()));
  return (
    <Page title="hours">
      <Loaded query={outlets}>
        {(rows) => (
          <div className="flex max-w-[600px] flex-col gap-8">
            {rows.map(({ id, name, businessHours }) => (
              <section key={id}>
                <h2 className="mb-2 font-semibold">
                  <bdi>{name}</bdi>
                </h2>
                {businessHours ? <WeeklyHours weekly={businessHours.weekly} /> : <p>{m("noHours")}</p>}
              </section>
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
