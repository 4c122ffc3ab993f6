import type { Call } from "./call.ts";
import { insertAll } from "../rows/insert-all.ts";
import { listRows } from "../rows/list-rows.ts";
import { getQueryResults, insertJob, getJob, runQuery } from "../query/job-routes.ts";
import { deleteDataset, getDataset, insertDataset, listDatasets } from "../catalog/dataset-routes.ts";
import { deleteTable, getTable, insertTable, listTables, patchTable } from "../catalog/table-routes.ts";
import { ApiError } from "./api-error.ts";

type Handler = (call: Call) => unknown;

/** Every supported request below `projects/<project>`; `*` stands for a name. */
const routes: Record<string, Handler> = {
  "GET datasets": listDatasets,
  "POST datasets": insertDataset,
  "GET datasets/*": getDataset,
  "DELETE datasets/*": deleteDataset,
  "GET datasets/*/tables": listTables,
  "POST datasets/*/tables": insertTable,
  "GET datasets/*/tables/*": getTable,
  "PATCH datasets/*/tables/*": patchTable,
  "DELETE datasets/*/tables/*": deleteTable,
  "GET datasets/*/tables/*/data": listRows,
  "POST datasets/*/tables/*/insertAll": insertAll,
  "POST queries": runQuery,
  "GET queries/*": getQueryResults,
  "POST jobs": insertJob,
  "GET jobs/*": getJob,
};

/** With `/bigquery/v2` before it or, from a client pointed here by BIGQUERY_EMULATOR_HOST, without. */
export function findRoute(method: string, path: string): { handle: Handler; names: Call["names"] } {
  const [, project, rest] = /^(?:\/bigquery\/v2)?\/projects\/([^/]+)\/(.+?)\/?$/.exec(path) ?? [];
  const segments = (rest ?? "").split("/");
  const pattern = segments.map((segment, index) => (index === 1 || index === 3 ? "*" : segment)).join("/");
  const handle = routes[`${method} ${pattern}`];
  if (project === undefined || handle === undefined)
    throw new ApiError(404, "notFound", `The local BigQuery does not have ${method} ${path}`);
  const name = (text: string | undefined): string => decodeURIComponent(text ?? "");
  return { handle, names: { project: name(project), first: name(segments[1]), second: name(segments[3]) } };
}
