import type { Accounts } from "../../../shared/tenants/identity.ts";
import { findOperator, findUserByFirebaseUid } from "../../../shared/tenants/queries/principals.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { ApiServices } from "../services.ts";

/** What becomes a user's account. */
export type ChosenAccount =
  /** One to be made. What is in the way is nobody's: an account whose address nobody has proven. */
  | { kind: "new"; uid: string; inTheWay?: string | undefined }
  /** One that was there before, of a person who has proven the address. */
  | { kind: "linked"; uid: string }
  /** None: the address is somebody's elsewhere. */
  | { kind: "taken"; uid: string };

/**
 * The account for a user of this address. An account whose address is not verified is never linked: whoever made it may
 * be waiting for the rights of the address's owner (https://www.usenix.org/conference/usenixsecurity22/presentation/sudhodanan).
 * `newUid` is for an account that is not there.
 */
export async function chooseAccount(
  services: Pick<ApiServices, "db" | "platformDb">,
  accounts: Accounts,
  { email, newUid }: { email: string; newUid: string },
): Promise<ChosenAccount> {
  const account = await accounts.findAccount({ email });
  if (account === undefined) return { kind: "new", uid: newUid };
  if (await isSomebodys(services, account.uid)) return { kind: "taken", uid: newUid };
  if (account.emailVerified) return { kind: "linked", uid: account.uid };
  return { kind: "new", uid: newUid, inTheWay: account.uid };
}

/**
 * The account that an admin named for the address. One and the same answer for every account that cannot be linked, so
 * that nobody learns by it which accounts there are, and whose.
 */
export async function chooseNamedAccount(
  services: Pick<ApiServices, "db" | "platformDb">,
  accounts: Accounts,
  { email, uid }: { email: string; uid: string },
): Promise<ChosenAccount> {
  const account = await accounts.findAccount({ uid });
  const isTheirs = account?.emailVerified === true && account.email?.toLowerCase() === email;
  if (isTheirs && !(await isSomebodys(services, uid))) return { kind: "linked", uid };
  throw new HttpProblem("invalid", undefined, {
    errors: [{ field: "firebaseUid", message: "is no account of this address that can be linked" }],
  });
}

/** Makes the account where one is to be made, and gives it the user's claims. */
export async function settleAccount(
  accounts: Accounts,
  chosen: ChosenAccount,
  user: { email: string; displayName: string; tenantId: string; role: "admin" | "agent" | "viewer" },
): Promise<void> {
  if (chosen.kind === "taken") return;
  const { uid } = chosen;
  const { email, displayName, tenantId, role } = user;
  if (chosen.kind === "new") {
    if (chosen.inTheWay !== undefined) await accounts.deleteAccounts([chosen.inTheWay]);
    await accounts.createAccount({ uid, email, displayName });
  }
  await accounts.setClaims(uid, { tenantId, role });
}

/** Whether the account signs in already, as another user or as an operator. */
async function isSomebodys(
  { db, platformDb }: Pick<ApiServices, "db" | "platformDb">,
  uid: string,
): Promise<boolean> {
  if ((await findOperator(platformDb, uid)) !== undefined) return true;
  return (await findUserByFirebaseUid(db, uid)) !== undefined;
}
