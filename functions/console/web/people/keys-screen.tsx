import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { formatTime } from "../ui/format.ts";
import { type Column, Table } from "../ui/table.tsx";
import { keysQuery } from "./people-query.ts";

const columns = (): Column<Schemas["ApiKey"]>[] => [
  { title: m("name"), cell: ({ name }) => <bdi className="font-medium">{name}</bdi> },
  { title: m("scopes"), cell: ({ scopes }) => scopes.join(", ") },
  { title: m("lastUsed"), cell: ({ lastUsedAt }) => (lastUsedAt ? formatTime(lastUsedAt) : m("never")) },
  { title: m("state"), cell: ({ revokedAt }) => m(revokedAt ? "revoked" : "active") },
];

export function KeysScreen() {
  const keys = useQuery(keysQuery(useSession()));
  return (
    <Page title="keys">
      <Loaded query={keys}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{m("noKeys")}</Empty>
          ) : (
            <Table label={m("keys")} columns={columns()} rows={rows} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Page>
  );
}
