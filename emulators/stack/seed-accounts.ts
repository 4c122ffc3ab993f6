import { seedData, seedOperator } from "../../shared/testing/examples/seed-data.ts";

/** Of every seeded account; good for nothing but the local emulator. */
export const localPassword = "local-password";

type SeedAccount = { uid: string; email: string; displayName: string; claims: Record<string, string> };

/** Where the operator's second factor goes: a number of the range kept for fiction, whose messages the emulator shows. */
const operatorPhone = "+12025550142";

/**
 * Puts the seeded users and the operator into the Auth emulator, with their claims; those that are there stay as they are,
 * but that the operator has its second factor, without which the API lets no operator in.
 */
export async function seedAccounts(authHost: string, projectId: string): Promise<void> {
  const users = listSeedAccounts().map(({ uid, email, displayName, claims }) => ({
    localId: uid,
    email,
    emailVerified: true,
    displayName,
    rawPassword: localPassword,
    customAttributes: JSON.stringify(claims),
  }));
  await administer(authHost, projectId, "accounts:batchCreate", { users });
  await enrolPhone(authHost, projectId, { uid: seedOperator.firebaseUid, phone: operatorPhone });
}

/** Gives an account the text message as its second factor. */
export async function enrolPhone(
  authHost: string,
  projectId: string,
  { uid, phone }: { uid: string; phone: string },
): Promise<void> {
  await administer(authHost, projectId, "accounts:update", {
    localId: uid,
    mfa: { enrollments: [{ mfaEnrollmentId: `phone-of-${uid}`, phoneInfo: phone }] },
  });
}

async function administer(
  authHost: string,
  projectId: string,
  method: string,
  request: object,
): Promise<void> {
  const response = await fetch(
    `http://${authHost}/identitytoolkit.googleapis.com/v1/projects/${projectId}/${method}`,
    {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer owner" },
      body: JSON.stringify(request),
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
