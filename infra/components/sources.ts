import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import * as gcp from "@pulumi/gcp";
import { asset, type Resource } from "@pulumi/pulumi";
import { bucketName, type Context } from "../context.ts";
import type { Accounts } from "./accounts.ts";

export type Sources = {
  bucket: gcp.storage.Bucket;
  /** A built folder as one archive, for Cloud Functions. */
  /** Lets the builder read the archives. */
  rights: Resource[];
  archiveOf(name: string): gcp.storage.BucketObject;
  /** A built folder file by file, to be mounted; `path` is where it lies in the bucket. */
  filesOf(folder: string): { path: string; objects: gcp.storage.BucketObject[] };
};

/**
 * The bucket of built code. Objects are named by their content and never deleted: instances of the version before, and a
 * return to it, still read theirs.
 */
export function createSources(context: Context, { builder }: Accounts): Sources {
  const { project, region, settings, labels, dist, services } = context;
  // Nothing in it ends by age: what was built long ago may be what still runs.
  const bucket = new gcp.storage.Bucket(
    "sources",
    {
      project,
      location: region,
      name: bucketName(context, "sources"),
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: !settings.isProtected,
      labels,
    },
    { dependsOn: services },
  );
  const role = "roles/storage.objectViewer";
  const { member } = builder;
  const rights = [
    new gcp.storage.BucketIAMMember("sources:builder", { bucket: bucket.name, role, member }),
    // Cloud Functions copies an archive into a bucket of its own before it is built.
    new gcp.projects.IAMMember("builder:gcf-sources", {
      project,
      role,
      member,
      condition: {
        title: "archives-of-cloud-functions",
        expression: 'resource.name.startsWith("projects/_/buckets/gcf-v2-sources-")',
      },
    }),
  ];
  return {
    bucket,
    rights,
    archiveOf(name) {
      const folder = join(dist, "functions", name);
      return new gcp.storage.BucketObject(
        `functions/${name}`,
        {
          bucket: bucket.name,
          name: `functions/${name}/${hashOf(folder)}.zip`,
          source: new asset.FileArchive(folder),
        },
        { retainOnDelete: true },
      );
    },
    filesOf(name) {
      const folder = join(dist, name);
      const path = `${name}/${hashOf(folder)}`;
      const objects = listFiles(folder).map(
        (file) =>
          new gcp.storage.BucketObject(
            `${name}/${file}`,
            {
              bucket: bucket.name,
              name: `${path}/${file}`,
              source: new asset.FileAsset(join(folder, file)),
            },
            { retainOnDelete: true },
          ),
      );
      return { path, objects };
    },
  };
}

function listFiles(folder: string): string[] {
  if (!existsSync(join(folder, "package.json"))) {
    throw new Error(`${folder} is not built: run \`npm run build\` first`);
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((file) => !file.startsWith("node_modules/"))
    .toSorted();
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  for (const file of listFiles(folder))
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 16);
}
