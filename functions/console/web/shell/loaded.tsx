import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem } from "../api/problem.ts";
import { m } from "../messages/messages.ts";
import { Button } from "../ui/button.tsx";

type Props<Data> = { query: UseQueryResult<Data>; children(data: Data): ReactNode };

/** Draws what was read. A failure stays in its region, and what was read before stays in sight. */
export function Loaded<Data>({ query, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div role="status" aria-label={m("loading")} className="flex flex-col gap-3">
      {[0, 1, 2, 3].map((line) => (
        <div key={line} className="h-6 rounded bg-sunken" />
      ))}
    </div>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry(): void }) {
  const requestId = error instanceof ApiProblem ? error.problem.requestId : "";
  return (
    <section role="alert" className="max-w-prose rounded-lg border border-bad-line bg-bad-soft p-4">
      <h2 className="font-semibold">{m("failed")}</h2>
      <p>{error.message}</p>
      <p className="text-text-2">{m("failedSafe")}</p>
      {requestId && <p className="mt-1 text-xs text-text-2">{m("requestId", { id: requestId })}</p>}
      <Button onPress={onRetry} className="mt-3">
        {m("tryAgain")}
      </Button>
    </section>
  );
}
