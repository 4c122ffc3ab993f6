import * as gcp from "@pulumi/gcp";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import type { Accounts } from "./accounts.ts";

export type Registry = {
  /** Holds the images that Cloud Build makes of functions. */
  repository: gcp.artifactregistry.Repository;
  /** Passes public images on, so that nothing here reaches out for them itself. */
  mirror: gcp.artifactregistry.Repository;
  /** Lets the builder push images and write its log. */
  rights: Resource[];
  /** An image of the mirror, by its public name. */
  imageOf(name: string): Output<string>;
};

export function createRegistry(
  { project, region, labels, services }: Context,
  { builder }: Accounts,
): Registry {
  const repository = new gcp.artifactregistry.Repository(
    "functions",
    {
      project,
      location: region,
      repositoryId: "crm-functions",
      format: "DOCKER",
      cleanupPolicies: [
        { id: "keep-recent", action: "KEEP", mostRecentVersions: { keepCount: 10 } },
        { id: "delete-old", action: "DELETE", condition: { olderThan: `${30 * 24 * 3600}s` } },
      ],
      labels,
    },
    { dependsOn: services },
  );
  const mirror = new gcp.artifactregistry.Repository(
    "mirror",
    {
      project,
      location: region,
      repositoryId: "crm-mirror",
      format: "DOCKER",
      mode: "REMOTE_REPOSITORY",
      remoteRepositoryConfig: { dockerRepository: { publicRepository: "DOCKER_HUB" } },
      labels,
    },
    { dependsOn: services },
  );
  const { member } = builder;
  const rights = [
    new gcp.artifactregistry.RepositoryIamMember("functions:builder", {
      project,
      location: region,
      repository: repository.name,
      role: "roles/artifactregistry.writer",
      member,
    }),
    new gcp.projects.IAMMember("builder:logs", { project, role: "roles/logging.logWriter", member }),
  ];
  return {
    repository,
    mirror,
    rights,
    imageOf: (name) => interpolate`${region}-docker.pkg.dev/${project}/${mirror.repositoryId}/${name}`,
  };
}
