import * as gcp from "@pulumi/gcp";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import { createAccount } from "./accounts.ts";

/** What a deployment changes. Wide, but no right to act as anybody but the accounts of this project. */
const roles = [
  "roles/artifactregistry.admin",
  "roles/bigquery.admin",
  "roles/cloudfunctions.admin",
  "roles/cloudkms.admin",
  "roles/cloudscheduler.admin",
  "roles/cloudsql.admin",
  "roles/compute.admin",
  "roles/firebase.admin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityPoolAdmin",
  "roles/identityplatform.admin",
  "roles/logging.admin",
  "roles/monitoring.admin",
  "roles/pubsub.admin",
  "roles/resourcemanager.projectIamAdmin",
  "roles/run.admin",
  "roles/secretmanager.admin",
  "roles/servicenetworking.networksAdmin",
  "roles/serviceusage.serviceUsageAdmin",
  "roles/storage.admin",
];

export type Deployer = { provider: Output<string>; account: Output<string> };

/** Lets the repository's workflows deploy without a key: GitHub says which repository and environment a run is of. */
export function createDeployer(context: Context): Deployer | undefined {
  const { project, settings, services } = context;
  if (settings.github === undefined) return undefined;
  const { repository } = settings.github;
  const pool = new gcp.iam.WorkloadIdentityPool(
    "github",
    { project, workloadIdentityPoolId: "github", displayName: "GitHub Actions" },
    { dependsOn: services },
  );
  const provider = new gcp.iam.WorkloadIdentityPoolProvider("github", {
    project,
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "github",
    attributeMapping: {
      "google.subject": "assertion.sub",
      "attribute.repository": "assertion.repository",
      "attribute.environment": "assertion.environment",
    },
    // Only runs in this stack's own GitHub environment, which is where approvals are asked for.
    attributeCondition: `assertion.repository == "${repository}" && assertion.environment in ["${settings.environment}", "${settings.environment}-preview"]`,
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
  });
  const account = createAccount(context, "deployer", "Deploys from GitHub Actions");
  new gcp.serviceaccount.IAMMember("deployer:github", {
    serviceAccountId: account.name,
    role: "roles/iam.workloadIdentityUser",
    member: interpolate`principalSet://iam.googleapis.com/${pool.name}/attribute.repository/${repository}`,
  });
  for (const role of roles)
    new gcp.projects.IAMMember(`deployer:${role}`, { project, role, member: account.member });
  return { provider: provider.name, account: account.email };
}
