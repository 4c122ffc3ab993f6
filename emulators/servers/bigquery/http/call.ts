import type { Warehouse } from "../warehouse.ts";
import type { JsonObject } from "./json-object.ts";

export type Call = {
  warehouse: Warehouse;
  /** What stands in the path: the project, then what it holds. */
  names: { project: string; first: string; second: string };
  query: URLSearchParams;
  body: JsonObject;
};
