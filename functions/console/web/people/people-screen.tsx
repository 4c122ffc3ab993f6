import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { Chip } from "../ui/chip.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { peopleQuery } from "./people-query.ts";

const columns = (): Column<Schemas["User"]>[] => [
  { title: m("name"), cell: ({ displayName }) => <bdi className="font-medium">{displayName}</bdi> },
  { title: m("mail"), cell: ({ email }) => <bdi>{email}</bdi> },
  { title: m("role"), cell: ({ role }) => role },
  {
    title: m("state"),
    cell: ({ status }) => (
      <Chip tone={status === "active" ? "good" : "plain"}>{m(status === "active" ? "active" : "off")}</Chip>
    ),
  },
];

export function PeopleScreen() {
  const people = useQuery(peopleQuery(useSession()));
  return (
    <Page title="people">
      <Loaded query={people}>
        {(rows) => <Table label={m("people")} columns={columns()} rows={rows} keyOf={({ id }) => id} />}
      </Loaded>
    </Page>
  );
}
