import { v4 as uuidv4 } from "uuid";
import { findOperator, findUserByFirebaseUid } from "../../../shared/db/principals.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { Services } from "../../../shared/runtime/services.ts";
import { conflictOn } from "../http/to-problem.ts";
import { withIdentity } from "./with-identity.ts";

export type ChosenAccount = { uid: string; exists: boolean };

/**
 * The Firebase account that a new user is to have: the one that is asked for, or the one that has the address already,
 * or one to be made. An account that signs in elsewhere (another tenant's user, an operator) is nobody's to take.
 */
export async function chooseAccount(
  { identity, db, platformDb }: Services<"api">,
  asked: { email: string; firebaseUid: string | undefined },
): Promise<ChosenAccount> {
  const { email, firebaseUid } = asked;
  const field = firebaseUid === undefined ? "email" : "firebaseUid";
  const account = await withIdentity(async () =>
    identity.findAccount(firebaseUid === undefined ? { email } : { uid: firebaseUid }),
  );
  if (account === undefined) {
    if (firebaseUid === undefined) return { uid: uuidv4(), exists: false };
    throw new HttpProblem("invalid", undefined, { errors: [{ field, message: "is no account" }] });
  }
  if (account.email?.toLowerCase() !== email) {
    throw new HttpProblem("invalid", undefined, {
      errors: [{ field: "email", message: "is not the account's" }],
    });
  }
  const { uid } = account;
  const isTaken =
    (await findOperator(platformDb, uid)) !== undefined ||
    (await findUserByFirebaseUid(db, uid)) !== undefined;
  if (isTaken) throw conflictOn(field);
  return { uid, exists: true };
}
