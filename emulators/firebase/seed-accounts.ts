import { seedData, seedOperator } from "../../shared/db/seed-data.ts";

/** Of every seeded account; good for nothing but the local emulator. */
export const localPassword = "local-password";

type SeedAccount = { uid: string; email: string; displayName: string; claims: Record<string, string> };

/** Puts the seeded users and the operator into the Auth emulator, with their claims; those that are there stay as they are. */
export async function seedAccounts(authHost: string, projectId: string): Promise<void> {
  const response = await fetch(
    `http://${authHost}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:batchCreate`,
    {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer owner" },
      body: JSON.stringify({
        users: listSeedAccounts().map(({ uid, email, displayName, claims }) => ({
          localId: uid,
          email,
          emailVerified: true,
          displayName,
          rawPassword: localPassword,
          customAttributes: JSON.stringify(claims),
        })),
      }),
    },
  );
  if (!response.ok)
    throw new Error(`the Auth emulator did not take the seeded accounts: ${await response.text()}`);
}

function listSeedAccounts(): SeedAccount[] {
  const users = seedData.flatMap((tenant) =>
    tenant.users.map(({ firebaseUid, email, displayName, role }) => ({
      uid: firebaseUid,
      email,
      displayName,
      claims: { tenantId: tenant.id, role },
    })),
  );
  const { firebaseUid, email, displayName } = seedOperator;
  return [...users, { uid: firebaseUid, email, displayName, claims: { role: "operator" } }];
}
