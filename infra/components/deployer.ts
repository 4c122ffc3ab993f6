import * as gcp from "@pulumi/gcp";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import { createAccount } from "./accounts.ts";

const previewerRoles = [
  "roles/viewer",
  "roles/iam.securityReviewer",
  // To call in the project's name, which the stack asks for.
  "roles/serviceusage.serviceUsageConsumer",
];

/** What a deployment changes. Wide, but no right to act as anybody but the accounts of this project. */
const deployerRoles = [
  "roles/artifactregistry.admin",
  "roles/bigquery.admin",
  "roles/cloudfunctions.admin",
  "roles/cloudkms.admin",
  "roles/cloudscheduler.admin",
  "roles/cloudsql.admin",
  "roles/compute.admin",
  "roles/firebase.admin",
  "roles/iam.roleAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityPoolAdmin",
  "roles/identityplatform.admin",
  "roles/logging.admin",
  "roles/monitoring.admin",
  "roles/pubsub.admin",
  "roles/redis.admin",
  "roles/resourcemanager.projectIamAdmin",
  "roles/run.admin",
  "roles/secretmanager.admin",
  "roles/servicenetworking.networksAdmin",
  "roles/serviceusage.serviceUsageAdmin",
  "roles/storage.admin",
];

export type Deployer = { provider: Output<string>; deployer: Output<string>; previewer: Output<string> };

/**
 * Lets the repository's workflows in without a key: GitHub says which repository and environment a run is of. The
 * environment named as the stack is where approvals are asked for, so only its runs may deploy. Those of
 * `<stack>-preview`, which any branch can start, may look and no more.
 */
export function createDeployer(context: Context): Deployer | undefined {
  const { project, settings, services } = context;
  if (settings.github === undefined) return undefined;
  const { environment } = settings;
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
      "attribute.environment": "assertion.environment",
    },
    // A name can be given up and taken by somebody else; the number cannot.
    attributeCondition: `assertion.repository_id == "${settings.github.repositoryId}" && assertion.repository == "${settings.github.repository}"`,
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
  });
  const deployer = createAccount(context, "deployer", "Deploys from GitHub Actions");
  const previewer = createAccount(context, "previewer", "Shows in GitHub Actions what a change would do");
  for (const [account, name, ownRoles, ownEnvironment] of [
    [deployer, "deployer", deployerRoles, environment],
    [previewer, "previewer", previewerRoles, `${environment}-preview`],
  ] as const) {
    new gcp.serviceaccount.IAMMember(`${name}:github`, {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: interpolate`principalSet://iam.googleapis.com/${pool.name}/attribute.environment/${ownEnvironment}`,
    });
    for (const role of ownRoles) {
      new gcp.projects.IAMMember(`${name}:${role}`, { project, role, member: account.member });
    }
  }
  return { provider: provider.name, deployer: deployer.email, previewer: previewer.email };
}
