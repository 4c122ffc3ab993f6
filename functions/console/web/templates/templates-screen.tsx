import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { Dot } from "../ui/chip.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { templatesQuery } from "./templates-query.ts";

const columns = (): Column<Schemas["Template"]>[] => [
  { title: m("name"), cell: ({ name }) => <bdi className="font-medium">{name}</bdi> },
  { title: m("language"), cell: ({ language }) => language },
  { title: m("category"), cell: ({ category }) => category },
  {
    title: m("state"),
    cell: ({ canBeSent, reason }) => (
      <span className="inline-flex items-center gap-2">
        <Dot tone={canBeSent ? "good" : "bad"} />
        {m(canBeSent ? "canBeSent" : "cannotBeSent")}
        {reason && <span className="text-text-2">{reason}</span>}
      </span>
    ),
  },
];

export function TemplatesScreen() {
  const templates = useQuery(templatesQuery(useSession()));
  return (
    <Page title="templates">
      <Loaded query={templates}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{m("noTemplates")}</Empty>
          ) : (
            <Table label={m("templates")} columns={columns()} rows={rows} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Page>
  );
}
