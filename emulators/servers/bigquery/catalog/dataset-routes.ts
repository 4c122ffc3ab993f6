import { duplicate, invalid, notFound } from "../http/api-error.ts";
import { asObject, asText, type JsonObject } from "../http/json-object.ts";
import type { Call } from "../http/call.ts";
import type { DatasetEntry } from "./catalog.ts";
import { stamp } from "./stamp.ts";

export function listDatasets({ warehouse, names: { project } }: Call): JsonObject {
  const datasets = warehouse.catalog.datasets(project).map(({ resource }) => resource);
  return { kind: "bigquery#datasetList", ...(datasets.length === 0 ? {} : { datasets }) };
}

export async function insertDataset({ warehouse, names: { project }, body }: Call): Promise<JsonObject> {
  const dataset = asText(asObject(body["datasetReference"])["datasetId"]) ?? "";
  if (!/^\w{1,1024}$/.test(dataset)) throw invalid(`Invalid dataset ID "${dataset}".`);
  if (warehouse.catalog.findDataset(project, dataset) !== undefined)
    throw duplicate("Dataset", `${project}:${dataset}`);
  const resource = stamp("dataset", {
    location: "US",
    ...body,
    id: `${project}:${dataset}`,
    datasetReference: { projectId: project, datasetId: dataset },
  });
  await warehouse.catalog.putDataset({ project, dataset, resource });
  return resource;
}

export function getDataset(call: Call): JsonObject {
  return datasetOf(call).resource;
}

export async function deleteDataset(call: Call): Promise<undefined> {
  const { project, dataset } = datasetOf(call);
  const inside = call.warehouse.catalog
    .tables()
    .filter(({ name }) => name.project === project && name.dataset === dataset);
  if (inside.length > 0 && call.query.get("deleteContents") !== "true")
    throw invalid(`Dataset ${project}:${dataset} is still in use`);
  for (const { name } of inside) {
    await call.warehouse.engine.dropTable(name);
    await call.warehouse.catalog.removeTable(name);
  }
  await call.warehouse.catalog.removeDataset(project, dataset);
}

/** The dataset that the path names; throws where there is none. */
export function datasetOf({ warehouse, names: { project, first } }: Call): DatasetEntry {
  const found = warehouse.catalog.findDataset(project, first);
  if (found === undefined) throw notFound("Dataset", `${project}:${first}`);
  return found;
}
