import { type Auth, signOut } from "firebase/auth";
import { createApi, type Api } from "./client.ts";
import type { PageConfig } from "./page-config.ts";

export type Session = {
  api: Api;
  tenantId: string;
  role: string;
  name: string;
  email: string;
  signOut(): Promise<void>;
};

/** Nothing where nobody of a tenant is signed in. */
export async function openSession(config: PageConfig, auth: Auth): Promise<Session | undefined> {
  await auth.authStateReady();
  const user = auth.currentUser;
  if (user === null) return undefined;
  const { claims } = await user.getIdTokenResult();
  const { tenantId, role } = claims;
  if (typeof tenantId !== "string" || typeof role !== "string") return undefined;
  return {
    api: createApi(config.apiUrl, async () => user.getIdToken()),
    tenantId,
    role,
    name: user.displayName ?? user.email ?? "",
    email: user.email ?? "",
    signOut: async () => signOut(auth),
  };
}
