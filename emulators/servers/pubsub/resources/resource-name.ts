import { invalidArgument } from "../grpc/status-error.ts";

// https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
const idPattern = /^(?!goog)[A-Za-z][A-Za-z0-9\-_.~+%]{2,254}$/;

/** Throws INVALID_ARGUMENT unless `name` is `projects/{project}/{kind}/{id}` with a well-formed id. */
export function checkResourceName(name: string, kind: "topics" | "subscriptions"): void {
  const [projects, project, collection, id, ...rest] = name.split("/");
  const wellFormed = projects === "projects" && Boolean(project) && collection === kind && rest.length === 0;
  if (!wellFormed || id === undefined || !idPattern.test(id)) {
    throw invalidArgument(`Invalid [${kind}] name: (name=${name})`);
  }
}

/** The parts of a full resource name. */
export function resourceNameParts(name: string): { project: string; id: string } {
  const [, project = "", , id = ""] = name.split("/");
  return { project, id };
}
