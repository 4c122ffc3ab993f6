import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";

export function Sources({ citations }: { citations: readonly Schemas["AnswerCitation"][] }) {
  return (
    <aside aria-label={m("sources")} className="lg:w-80 lg:border-s lg:border-line lg:ps-6">
      <h2 className="mb-2 font-semibold">{m("sources")}</h2>
      {citations.length === 0 ? (
        <p className="text-text-2">{m("noSources")}</p>
      ) : (
        <ol className="flex flex-col gap-2">
          {citations.map(({ chunkId, title, page }, at) => (
            <li key={chunkId}>
              <span className="me-2 text-bot">{at + 1}</span>
              <bdi className="font-medium">{title}</bdi>
              {page !== null && <span className="ms-2 text-text-2">{m("page", { page })}</span>}
            </li>
          ))}
        </ol>
      )}
    </aside>
  );
}
