import type { Output } from "@pulumi/pulumi";
import { createAccounts } from "./components/accounts.ts";
import { createBuckets } from "./components/buckets.ts";
import { createBudget } from "./components/budget.ts";
import { createDatabaseJobs } from "./components/database-jobs.ts";
import { createDatabaseServer } from "./components/database.ts";
import { createDeployer } from "./components/deployer.ts";
import { addressOf, checkPublic } from "./components/endpoints.ts";
import { createFunctions } from "./components/functions.ts";
import { grantAll } from "./components/grants.ts";
import { releaseHosting } from "./components/hosting.ts";
import { createIdentity } from "./components/identity.ts";
import { createWrappingKey } from "./components/keys.ts";
import { createNetwork } from "./components/network.ts";
import { notifyUploads } from "./components/notifications.ts";
import { createQdrant } from "./components/qdrant.ts";
import { createRedis } from "./components/redis.ts";
import { createRegistry } from "./components/registry.ts";
import { createSchedules } from "./components/schedules.ts";
import { createSecrets } from "./components/secrets.ts";
import { enableServices } from "./components/services.ts";
import { createSources } from "./components/sources.ts";
import { createSubscriptions } from "./components/subscriptions.ts";
import { createTopics } from "./components/topics.ts";
import { createWarehouse } from "./components/warehouse.ts";
import { type Context, type Contracts, ownContracts } from "./context.ts";
import { createMonitoring } from "./monitoring/create-monitoring.ts";
import type { Place, Settings } from "./settings.ts";

export type Deployed = {
  /** What is typed into Meta's webhook settings. */
  webhookUrl: Output<string> | undefined;
  urls: Record<string, Output<string>>;
  hostingSite: Output<string>;
  /** With which browsers name the project to Identity Platform; no secret. */
  webApiKey: Output<string>;
  database: Output<string>;
  /** For the workflows' variables, where a repository is named. */
  workloadIdentityProvider: Output<string> | undefined;
  deployer: Output<string> | undefined;
  previewer: Output<string> | undefined;
};

type Options = Place & Pick<Context, "secrets" | "dist"> & { settings: Settings; contracts?: Contracts };

/** Everything that the contracts ask for, in one project. */
export function deploy({ contracts = ownContracts, ...options }: Options): Deployed {
  const { project, settings } = options;
  const labels = {
    ...settings.labels,
    app: "whatsapp-crm",
    environment: settings.environment,
    "managed-by": "pulumi",
  };
  const context: Context = { ...options, contracts, labels, services: enableServices(project) };
  checkPublic(context);

  const network = createNetwork(context);
  const accounts = createAccounts(context);
  const registry = createRegistry(context, accounts);
  const sources = createSources(context, accounts);
  const topics = createTopics(context);
  const { site, webApiKey } = createIdentity(context);
  const stored = {
    buckets: createBuckets(context),
    database: createDatabaseServer(context, network),
    wrappingKey: createWrappingKey(context),
    warehouse: createWarehouse(context),
    apiUrl: addressOf(context, "api"),
    webApiKey,
    redis: createRedis(context, network),
  };
  const secrets = createSecrets(context, stored);
  const made = { ...stored, qdrant: createQdrant(context, { network, registry, secrets }) };
  notifyUploads(context, made.buckets, topics);

  const rights = grantAll(context, accounts, { ...made, topics, secrets });
  const base = { accounts, made, network, registry, sources };
  const migrated = createDatabaseJobs(context, { ...base, topics, rights: [...rights.values()].flat() });
  const endpoints = createFunctions(context, { ...base, topics, secrets, rights, migrated });
  createSubscriptions(context, topics, endpoints, accounts);
  createSchedules(context, endpoints, accounts);

  releaseHosting(context, site, endpoints);
  createBudget(context, createMonitoring(context, endpoints));
  const deployer = createDeployer(context);
  return {
    webhookUrl: endpoints.get("webhook")?.url,
    urls: Object.fromEntries([...endpoints].map(([name, { url }]) => [name, url])),
    hostingSite: site.siteId.apply((id) => id ?? ""),
    webApiKey,
    database: made.database.instance.connectionName,
    workloadIdentityProvider: deployer?.provider,
    deployer: deployer?.deployer,
    previewer: deployer?.previewer,
  };
}
