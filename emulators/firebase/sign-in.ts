export type SignedIn = { idToken: string; refreshToken: string };

/**
 * Trades a custom token (of `firebase-admin`'s `createCustomToken`) for an ID token at the Auth emulator, as the
 * browser SDK does. Throws with the emulator's reason, such as `USER_DISABLED`, when it is refused.
 */
export async function signInWithCustomToken(authHost: string, customToken: string): Promise<SignedIn> {
  const tenantId = tenantOf(customToken);
  const response = await fetch(
    `http://${authHost}/identitytoolkit.googleapis.com/v1/accounts:signInWithCustomToken?key=local`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        token: customToken,
        returnSecureToken: true,
        ...(tenantId === undefined ? {} : { tenantId }),
      }),
    },
  );
  const body = (await response.json()) as SignedIn & { error?: { message: string } };
  if (!response.ok) throw new Error(`Sign-in refused: ${body.error?.message ?? response.statusText}`);
  return { idToken: body.idToken, refreshToken: body.refreshToken };
}

/** A token made for an Identity Platform tenant is accepted only together with that tenant's id. */
function tenantOf(customToken: string): string | undefined {
  const payload = Buffer.from(customToken.split(".")[1] ?? "", "base64url").toString();
  return (JSON.parse(payload) as { tenant_id?: string }).tenant_id;
}

/** An ID token for an address and its password, as a browser gets it. */
export async function signInWithPassword(
  authHost: string,
  email: string,
  password: string,
): Promise<SignedIn> {
  const response = await fetch(
    `http://${authHost}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=local`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
    },
  );
  const body = (await response.json()) as SignedIn & { error?: { message: string } };
  if (!response.ok) throw new Error(`Sign-in refused: ${body.error?.message ?? response.statusText}`);
  return { idToken: body.idToken, refreshToken: body.refreshToken };
}
