import type { Schemas } from "../api/client.ts";
import type { MessageKey } from "../messages/en.ts";
import { m } from "../messages/messages.ts";
import { Dot, type Tone } from "../ui/chip.tsx";
import { formatBytes, formatCount, formatTime } from "../ui/format.ts";
import { type Column, Table } from "../ui/table.tsx";

type Document = Schemas["Document"];

function stateOf({ status, isAnswering, isTruncated }: Document): { tone: Tone; says: MessageKey } {
  if (status === "failed") return { tone: "bad", says: "notRead" };
  if (isAnswering && isTruncated) return { tone: "warn", says: "answeringInPart" };
  if (status === "ready" || isAnswering) return { tone: "good", says: "answering" };
  return { tone: "warn", says: status === "uploaded" ? "notAnswering" : "reading" };
}

const columns = (): Column<Document>[] => [
  { title: m("name"), cell: ({ name }) => <bdi className="font-medium">{name}</bdi> },
  {
    title: m("state"),
    cell: (document) => {
      const { tone, says } = stateOf(document);
      return (
        <span className="inline-flex items-center gap-2">
          <Dot tone={tone} />
          {m(says)}
          {document.error && <span className="text-text-2">{document.error.message}</span>}
          {document.warnings.map(({ code, message }) => (
            <span key={code} className="text-text-2">
              {message}
            </span>
          ))}
        </span>
      );
    },
  },
  { title: m("parts"), cell: ({ chunkCount }) => formatCount(chunkCount), isNumber: true },
  { title: m("size"), cell: ({ sizeBytes }) => formatBytes(sizeBytes), isNumber: true },
  { title: m("changed"), cell: ({ updatedAt }) => formatTime(updatedAt), isNumber: true },
];

export function DocumentTable({ documents }: { documents: readonly Document[] }) {
  return <Table label={m("documents")} columns={columns()} rows={documents} keyOf={({ id }) => id} />;
}
