import * as gcp from "@pulumi/gcp";
import {
  type AnalyticsTopic,
  analyticsTopics,
  describeTable,
  tableIdOf,
} from "../../shared/contracts/tables.ts";
import type { Context } from "../context.ts";

export type Warehouse = {
  dataset: gcp.bigquery.Dataset;
  /** To append rows, and nothing else. */
  appender: gcp.projects.IAMCustomRole;
  /** To read rows and to delete them, and nothing else. */
  eraser: gcp.projects.IAMCustomRole;
};

const day = 24 * 3600 * 1000;

/** The dataset for analysis with the tables that the contracts declare, and what may be done with their rows. */
export function createWarehouse(context: Context): Warehouse {
  const { project, region, settings, labels, services } = context;
  const dataset = new gcp.bigquery.Dataset(
    "crm",
    {
      project,
      datasetId: "crm",
      location: region,
      description: "Facts of the CRM, for analysis",
      deleteContentsOnDestroy: !settings.isProtected,
      // What a tenant's erasure deleted can be brought back no longer than this.
      maxTimeTravelHours: "48",
      labels,
    },
    { protect: settings.isProtected, dependsOn: services },
  );
  for (const topic of analyticsTopics) createTable(context, dataset, topic);
  return {
    dataset,
    appender: createRole(context, "crmWarehouseAppend", "CRM: append to the warehouse", []),
    eraser: createRole(context, "crmWarehouseErase", "CRM: erase from the warehouse", [
      "bigquery.tables.getData",
    ]),
  };
}

/** Of every predefined role that may write rows each may delete tables too. */
function createRole(
  { project, services }: Context,
  roleId: string,
  title: string,
  more: string[],
): gcp.projects.IAMCustomRole {
  const permissions = ["bigquery.datasets.get", "bigquery.tables.get", "bigquery.tables.updateData", ...more];
  return new gcp.projects.IAMCustomRole(
    roleId,
    { project, roleId, title, permissions },
    { dependsOn: services },
  );
}

function createTable(
  { project, settings, labels }: Context,
  dataset: gcp.bigquery.Dataset,
  topic: AnalyticsTopic,
): void {
  const { description, fields, partitioning, clustering } = describeTable(topic);
  const tableId = tableIdOf(topic);
  new gcp.bigquery.Table(
    tableId,
    {
      project,
      datasetId: dataset.datasetId,
      tableId,
      description,
      schema: JSON.stringify(fields),
      timePartitioning: {
        type: partitioning.type,
        field: partitioning.field,
        expirationMs: settings.warehouse.keptDays * day,
      },
      requirePartitionFilter: partitioning.isFilterRequired,
      clusterings: clustering,
      deletionProtection: settings.isProtected,
      labels,
    },
    { protect: settings.isProtected },
  );
}
