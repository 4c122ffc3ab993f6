import type { PoolConfig } from "pg";

export type CloudSqlAddress = {
  /** `project:region:name` */
  instance: string;
  database: string;
  /** Whom to sign in as: an IAM user; the service account that we run as when absent. */
  user: string | undefined;
  /** Session settings, as in libpq's `options`. */
  options: string | undefined;
};

/**
 * Reads `postgres://cloud-sql/<database>?instance=<project:region:name>&options=-c%20role%3D<role>`; undefined for the URL
 * of any other server. It holds no password: one signs in with IAM and takes on the role.
 */
export function readCloudSqlUrl(url: string): CloudSqlAddress | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, searchParams, username } = new URL(url);
  const instance = searchParams.get("instance");
  if (instance === null) return undefined;
  return {
    instance,
    database: decodeURIComponent(pathname.slice(1)),
    user: username === "" ? undefined : decodeURIComponent(username),
    options: searchParams.get("options") ?? undefined,
  };
}

/** How to reach the instance's private address, encrypted both ways, with IAM in place of a password. */
export async function connectCloudSql(address: CloudSqlAddress): Promise<PoolConfig & { close(): void }> {
  const { AuthTypes, Connector, IpAddressTypes } = await import("@google-cloud/cloud-sql-connector");
  const connector = new Connector();
  const driver = await connector.getOptions({
    instanceConnectionName: address.instance,
    ipType: IpAddressTypes.PRIVATE,
    authType: AuthTypes.IAM,
  });
  return {
    ...driver,
    user: address.user ?? (await ownIamUser()),
    database: address.database,
    ...(address.options === undefined ? {} : { options: address.options }),
    close: () => connector.close(),
  };
}

/** PostgreSQL's name for a service account: its address without the ending that all have. */
async function ownIamUser(): Promise<string> {
  // https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys
  const response = await fetch(
    "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/email",
    { headers: { "Metadata-Flavor": "Google" }, signal: AbortSignal.timeout(5_000) },
  );
  if (!response.ok)
    throw new Error(`the metadata server answered ${response.status}: no service account to sign in as`);
  return (await response.text()).trim().replace(/\.gserviceaccount\.com$/, "");
}
