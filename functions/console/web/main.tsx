import "./ui/styles.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startAuth } from "./api/auth.ts";
import { loadPageConfig } from "./api/page-config.ts";
import { mayHelpToRepeat } from "./api/problem.ts";
import { openSession } from "./api/session.ts";
import { speak } from "./messages/messages.ts";
import { createConsoleRouter } from "./router.tsx";
import { SessionContext } from "./shell/session-context.ts";
import { showTheme } from "./ui/theme.ts";

showTheme();
await speak(navigator.languages);
const config = await loadPageConfig();
const session = await openSession(config, startAuth(config));
const root = document.querySelector("#root");
const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (times, error) => times < 2 && mayHelpToRepeat(error) },
    mutations: { retry: false },
  },
});

if (session === undefined) location.replace("/sign-in");
else if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <SessionContext value={session}>
          <RouterProvider router={createConsoleRouter()} />
        </SessionContext>
      </QueryClientProvider>
    </StrictMode>,
  );
