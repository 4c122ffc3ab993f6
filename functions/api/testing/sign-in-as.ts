import { localPassword } from "../../../emulators/stack/seed-accounts.ts";
import { signInWithPassword } from "../../../emulators/servers/firebase/sign-in.ts";
import { type TestApi, testProject } from "./test-api.ts";

/** Gives the account a password, as its owner would, and signs in with it; rejects when the account may not. */
export async function signInAs(
  { authHost }: Pick<TestApi, "authHost">,
  account: { uid: string; email: string },
): Promise<string> {
  const url = `http://${authHost}/identitytoolkit.googleapis.com/v1/projects/${testProject}/accounts:update`;
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer owner" },
    body: JSON.stringify({ localId: account.uid, password: localPassword, emailVerified: true }),
  });
  if (!response.ok) throw new Error(`the emulator takes no password: ${await response.text()}`);
  return (await signInWithPassword(authHost, account.email, localPassword)).idToken;
}
