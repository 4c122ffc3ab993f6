export type SignedIn = { idToken: string; refreshToken: string };

/**
 * Trades a custom token (of `firebase-admin`'s `createCustomToken`) for an ID token at the Auth emulator, as the
 * browser SDK does. Throws with the emulator's reason, such as `USER_DISABLED`, when it is refused.
 */
export async function signInWithCustomToken(authHost: string, customToken: string): Promise<SignedIn> {
  const tenantId = tenantOf(customToken);
  return call<SignedIn>(authHost, "v1/accounts:signInWithCustomToken", {
    token: customToken,
    returnSecureToken: true,
    ...(tenantId === undefined ? {} : { tenantId }),
  });
}

/** A token made for an Identity Platform tenant is accepted only together with that tenant's id. */
function tenantOf(customToken: string): string | undefined {
  const payload = Buffer.from(customToken.split(".")[1] ?? "", "base64url").toString();
  return (JSON.parse(payload) as { tenant_id?: string }).tenant_id;
}

type PasswordAnswer = SignedIn & {
  /** In place of tokens, when the account has a second factor. */
  mfaPendingCredential?: string;
  mfaInfo?: { mfaEnrollmentId: string }[];
};

/**
 * An ID token for an address and its password, as a browser gets it; with the second factor where the account has one,
 * whose text message the emulator shows to whoever asks.
 */
export async function signInWithPassword(
  authHost: string,
  email: string,
  password: string,
): Promise<SignedIn> {
  const { idToken, refreshToken, mfaPendingCredential, mfaInfo } = await call<PasswordAnswer>(
    authHost,
    "v1/accounts:signInWithPassword",
    { email, password, returnSecureToken: true },
  );
  const [factor] = mfaInfo ?? [];
  if (mfaPendingCredential === undefined || factor === undefined) return { idToken, refreshToken };
  return signInWithText(authHost, mfaPendingCredential, factor.mfaEnrollmentId);
}

/** The second step: https://cloud.google.com/identity-platform/docs/reference/rest/v2/accounts.mfaSignIn */
async function signInWithText(
  authHost: string,
  mfaPendingCredential: string,
  mfaEnrollmentId: string,
): Promise<SignedIn> {
  const { phoneResponseInfo } = await call<{ phoneResponseInfo: { sessionInfo: string } }>(
    authHost,
    "v2/accounts/mfaSignIn:start",
    { mfaPendingCredential, mfaEnrollmentId, phoneSignInInfo: { recaptchaToken: "local" } },
  );
  const { sessionInfo } = phoneResponseInfo;
  const code = await readText(authHost, projectOf(mfaPendingCredential), sessionInfo);
  return call<SignedIn>(authHost, "v2/accounts/mfaSignIn:finalize", {
    mfaPendingCredential,
    phoneVerificationInfo: { sessionInfo, code },
  });
}

/** The code of a text message that the emulator did not send: https://firebase.google.com/docs/emulator-suite/connect_auth */
async function readText(authHost: string, projectId: string, sessionInfo: string): Promise<string> {
  const response = await fetch(`http://${authHost}/emulator/v1/projects/${projectId}/verificationCodes`);
  const { verificationCodes } = (await response.json()) as {
    verificationCodes: { sessionInfo: string; code: string }[];
  };
  const sent = verificationCodes.find((one) => one.sessionInfo === sessionInfo);
  if (sent === undefined) throw new Error("the Auth emulator shows no such text message");
  return sent.code;
}

/** The emulator's pending credential is plain JSON that names its project. */
function projectOf(mfaPendingCredential: string): string {
  const text = Buffer.from(mfaPendingCredential, "base64").toString();
  return (JSON.parse(text) as { projectId: string }).projectId;
}

async function call<Answer>(authHost: string, method: string, request: object): Promise<Answer> {
  const response = await fetch(`http://${authHost}/identitytoolkit.googleapis.com/${method}?key=local`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const body = (await response.json()) as Answer & { error?: { message: string } };
  if (!response.ok) throw new Error(`Sign-in refused: ${body.error?.message ?? response.statusText}`);
  return body;
}
