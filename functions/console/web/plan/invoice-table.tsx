import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Chip } from "../ui/chip.tsx";
import { formatDay, formatMoney } from "../ui/format.ts";
import { type Column, Table } from "../ui/table.tsx";

type Invoice = Schemas["Invoice"];
const tones = { open: "warn", overdue: "bad", paid: "good" } as const;

const columns = (): Column<Invoice>[] => [
  { title: m("number"), cell: ({ number }) => number },
  { title: m("created"), cell: ({ issuedAt }) => formatDay(issuedAt) },
  { title: m("due"), cell: ({ dueAt }) => formatDay(dueAt) },
  { title: m("state"), cell: ({ status }) => <Chip tone={tones[status]}>{m(status)}</Chip> },
  {
    title: m("total"),
    cell: ({ totalMinor, currency }) => formatMoney(totalMinor, currency),
    isNumber: true,
  },
];

export function InvoiceTable({ invoices }: { invoices: readonly Invoice[] }) {
  return <Table label={m("invoices")} columns={columns()} rows={invoices} keyOf={({ id }) => id} />;
}
