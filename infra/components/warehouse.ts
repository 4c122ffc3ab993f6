import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";

/** The dataset for analytics. Its tables come from the contracts' declarations of them. */
export function createWarehouse({ project, region, labels, services }: Context): gcp.bigquery.Dataset {
  return new gcp.bigquery.Dataset(
    "crm",
    {
      project,
      datasetId: "crm",
      location: region,
      description: "Events of the CRM, for analysis",
      deleteContentsOnDestroy: false,
      labels,
    },
    { protect: true, dependsOn: services },
  );
}
