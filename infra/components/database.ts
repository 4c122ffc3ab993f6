import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";
import type { Network } from "./network.ts";

export type DatabaseServer = {
  instance: gcp.sql.DatabaseInstance;
  /** Of the one database. */
  databaseName: string;
};

/** PostgreSQL with a private address only, which only Cloud SQL's connectors may use, and no user with a password. */
export function createDatabaseServer(
  { project, region, settings, labels, services }: Context,
  { network, peering }: Network,
): DatabaseServer {
  const { database } = settings;
  const instance = new gcp.sql.DatabaseInstance(
    "crm",
    {
      project,
      region,
      name: "crm",
      databaseVersion: "POSTGRES_18",
      deletionProtection: settings.isProtected,
      settings: {
        tier: database.tier,
        edition: database.edition,
        availabilityType: database.highlyAvailable ? "REGIONAL" : "ZONAL",
        diskSize: database.diskGb,
        diskType: "PD_SSD",
        diskAutoresize: true,
        deletionProtectionEnabled: settings.isProtected,
        connectorEnforcement: "REQUIRED",
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: network.id,
          sslMode: "ENCRYPTED_ONLY",
          enablePrivatePathForGoogleCloudServices: true,
        },
        backupConfiguration: {
          enabled: true,
          startTime: "02:00",
          location: database.backupLocation ?? region,
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: database.logDays,
          backupRetentionSettings: { retainedBackups: database.backupsKept, retentionUnit: "COUNT" },
        },
        retainBackupsOnDelete: true,
        maintenanceWindow: { day: 7, hour: 3, updateTrack: "stable" },
        insightsConfig: {
          queryInsightsEnabled: true,
          recordApplicationTags: true,
          recordClientAddress: false,
        },
        databaseFlags: [
          { name: "cloudsql.iam_authentication", value: "on" },
          { name: "max_connections", value: String(database.maxConnections) },
          { name: "log_min_duration_statement", value: "1000" },
          { name: "log_lock_waits", value: "on" },
          { name: "idle_in_transaction_session_timeout", value: "60000" },
        ],
        userLabels: labels,
      },
    },
    { protect: settings.isProtected, dependsOn: [...services, peering] },
  );
  return { instance, databaseName: "crm" };
}
