import type { ReactNode } from "react";
import type { MessageKey } from "../messages/en.ts";
import { m } from "../messages/messages.ts";

type Props = { title: MessageKey; hint?: string; actions?: ReactNode; children: ReactNode };

/** A bar of 48 px, and below it what the screen is for. */
export function Page({ title, hint, actions, children }: Props) {
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <title>{`${m(title)} · ${m("product")}`}</title>
      <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4 md:px-7">
        <h1 className="text-sm font-semibold">{m(title)}</h1>
        {hint && <p className="hidden truncate text-text-2 sm:block">{hint}</p>}
        <div className="ms-auto flex gap-2">{actions}</div>
      </header>
      <div className="min-h-0 flex-1 overflow-auto px-4 py-5 md:px-7">{children}</div>
    </main>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="max-w-prose py-6 text-sm text-text-2">{children}</p>;
}
