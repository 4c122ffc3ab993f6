import type { User } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export async function findUser(trx: TenantTransaction, userId: string): Promise<User | undefined> {
  return trx.selectFrom("users").selectAll().where("id", "=", userId).executeTakeFirst();
}

/** The users of these ids that there are. */
export async function listUserIds(trx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await trx.selectFrom("users").select("id").where("id", "in", ids).execute();
  return rows.map(({ id }) => id);
}

export async function findUserByUid(trx: TenantTransaction, uid: string): Promise<User | undefined> {
  return trx.selectFrom("users").selectAll().where("firebase_uid", "=", uid).executeTakeFirst();
}

export type UserFilter = {
  role?: User["role"] | undefined;
  email?: string | undefined;
  status?: User["status"] | undefined;
};

/** The scope's users in the order of their making. */
export async function listUsers(trx: TenantTransaction, filter: UserFilter, page: Page): Promise<User[]> {
  return inPage(
    trx
      .selectFrom("users")
      .selectAll()
      .$if(filter.role !== undefined, (query) => query.where("role", "=", filter.role ?? "viewer"))
      .$if(filter.email !== undefined, (query) => query.where("email", "=", filter.email ?? ""))
      .$if(filter.status !== undefined, (query) => query.where("status", "=", filter.status ?? "active")),
    page,
  ).execute();
}

type NewUser = {
  firebaseUid: string;
  email: string;
  displayName: string;
  role: User["role"];
  accountLinked: boolean;
};

export async function recordUser(trx: TenantTransaction, user: NewUser): Promise<User> {
  return trx
    .insertInto("users")
    .values({
      firebase_uid: user.firebaseUid,
      email: user.email,
      display_name: user.displayName,
      role: user.role,
      account_linked: user.accountLinked,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * The user, locked with all admins of the scope until the transaction ends: so that of two admins who step down at
 * once the second sees that it is the last. `otherAdmins` counts the active ones besides it.
 */
export async function lockUserAndAdmins(
  trx: TenantTransaction,
  userId: string,
): Promise<{ user: User | undefined; otherAdmins: number }> {
  const rows = await trx
    .selectFrom("users")
    .selectAll()
    .where((where) => where.or([where("id", "=", userId), where("role", "=", "admin")]))
    .orderBy("id")
    .forUpdate()
    .execute();
  const others = rows.filter((row) => row.id !== userId && row.role === "admin" && row.status === "active");
  return { user: rows.find((row) => row.id === userId), otherAdmins: others.length };
}

/** Gives the user a role, and raises the version. */
export async function updateUserRole(
  trx: TenantTransaction,
  userId: string,
  role: User["role"],
): Promise<User> {
  return trx
    .updateTable("users")
    .set((set) => ({ role, version: set("version", "+", 1) }))
    .where("id", "=", userId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Lets the user in, or not any more, and raises the version. */
export async function updateUserStatus(
  trx: TenantTransaction,
  userId: string,
  status: User["status"],
): Promise<User> {
  return trx
    .updateTable("users")
    .set((set) => ({ status, version: set("version", "+", 1) }))
    .where("id", "=", userId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Keeps that a mail invited the user to this account, which is no change that a client could overwrite: the version stays. */
export async function recordInvited(
  trx: TenantTransaction,
  userId: string,
  { invitedAt, firebaseUid, accountLinked }: { invitedAt: Date; firebaseUid: string; accountLinked: boolean },
): Promise<User | undefined> {
  return trx
    .updateTable("users")
    .set({ invited_at: invitedAt, firebase_uid: firebaseUid, account_linked: accountLinked })
    .where("id", "=", userId)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteUser(trx: TenantTransaction, userId: string): Promise<void> {
  await trx.deleteFrom("users").where("id", "=", userId).execute();
}
