import { createContext, use } from "react";
import type { Session } from "../api/session.ts";

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in; there is no screen without. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error("a screen stands outside the session");
  return session;
}
