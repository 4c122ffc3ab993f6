import * as gcp from "@pulumi/gcp";
import type { Resource } from "@pulumi/pulumi";

const apis = [
  "artifactregistry",
  "bigquery",
  "billingbudgets",
  "cloudbuild",
  "cloudfunctions",
  "cloudkms",
  "cloudresourcemanager",
  "cloudscheduler",
  "compute",
  "firebase",
  "firebasehosting",
  "iam",
  "iamcredentials",
  "identitytoolkit",
  "logging",
  "monitoring",
  "pubsub",
  "redis",
  "run",
  "secretmanager",
  "servicenetworking",
  "sqladmin",
  "storage",
  "sts",
];

/** Turns the project's services on; everything else depends on them. They stay on when the stack goes. */
export function enableServices(project: string): Resource[] {
  return apis.map(
    (api) =>
      new gcp.projects.Service(api, {
        project,
        service: `${api}.googleapis.com`,
        disableOnDestroy: false,
      }),
  );
}
