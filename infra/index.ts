import { fileURLToPath } from "node:url";
import { Config } from "@pulumi/pulumi";
import { deploy } from "./deploy.ts";
import { readStack } from "./read-stack.ts";

const own = new Config("whatsapp-crm");
const { project, region, settings, secrets } = readStack(new Config("gcp"), own);

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
  dist: own.get("dist") ?? fileURLToPath(new URL("../dist", import.meta.url)),
});
