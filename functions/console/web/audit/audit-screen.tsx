import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { formatTime } from "../ui/format.ts";
import { type Column, Table } from "../ui/table.tsx";
import { auditQuery } from "./audit-query.ts";

const columns = (): Column<Schemas["AuditEntry"]>[] => [
  { title: m("when"), cell: ({ createdAt }) => <time title={createdAt}>{formatTime(createdAt)}</time> },
  { title: m("what"), cell: ({ action }) => <span className="font-medium">{action}</span> },
  { title: m("who"), cell: ({ actorType, actorId }) => <bdi>{`${actorType} ${actorId ?? ""}`}</bdi> },
];

export function AuditScreen() {
  const entries = useQuery(auditQuery(useSession()));
  return (
    <Page title="audit">
      <Loaded query={entries}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{m("noAudit")}</Empty>
          ) : (
            <Table label={m("audit")} columns={columns()} rows={rows} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
    </Page>
  );
}
