import { fileURLToPath } from "node:url";
import { Config } from "@pulumi/pulumi";
import { deploy } from "./deploy.ts";
import { readStack } from "./read-stack.ts";

const { project, region, settings, secrets } = readStack(new Config("gcp"), new Config("whatsapp-crm"));

export const {
  webhookUrl,
  urls,
  hostingSite,
  webApiKey,
  database,
  workloadIdentityProvider,
  deployer,
  previewer,
} = deploy({
  project,
  region,
  settings,
  secrets,
  dist: process.env["CRM_DIST"] ?? fileURLToPath(new URL("../dist", import.meta.url)),
});
