import * as gcp from "@pulumi/gcp";
import { entryPointOf } from "../../shared/contracts/functions.ts";
import { canaries } from "../canaries.ts";
import { containerServices } from "../container-services.ts";
import type { Context } from "../context.ts";
import { concurrencyOf, maxInstancesOf } from "../pool-size.ts";
import { allowInvoker, type Endpoint, type Served } from "./endpoints.ts";
import { needsNetwork, plainEnvironments } from "./environment.ts";
import type { Parts, Run } from "./run.ts";
import { createRunService } from "./run-service.ts";
import { listVariables } from "./values.ts";

/** Every declared function, with its account, variables and callers. */
export function createFunctions(context: Context, parts: Parts): ReadonlyMap<string, Endpoint> {
  const environments = plainEnvironments(context, parts.made);
  const endpoints = Object.entries(context.contracts.functions).map(([name, declared]) => {
    const account = parts.accounts.ofFunctions.get(name);
    if (account === undefined) throw new Error(`no account for ${name}`);
    const run = {
      name,
      declared,
      account,
      environment: environments.get(name) ?? {},
      secrets: listVariables(declared).secret.flatMap((variable) => {
        const found = parts.secrets.get(variable);
        return found === undefined ? [] : [{ variable, ...found }];
      }),
      inNetwork: needsNetwork(declared, context),
      dependsOn: [...(parts.rights.get(name) ?? []), parts.migrated],
    };
    const endpoint = containerServices.includes(name)
      ? createRunService(context, parts, run)
      : createFunction(context, parts, run);
    const callers = allowInvoker(context, name, declared, endpoint, parts.accounts);
    return [name, { ...endpoint, callers }] as const;
  });
  return new Map(endpoints);
}

function createFunction(context: Context, parts: Parts, run: Run): Served {
  const { project, region, settings, labels } = context;
  const { name, declared, account, environment, secrets, inNetwork, dependsOn } = run;
  const sizes = settings.functions[name as keyof typeof settings.functions] ?? {};
  const source = parts.sources.archiveOf(name);
  const made = new gcp.cloudfunctionsv2.Function(
    name,
    {
      project,
      location: region,
      name: `crm-${name}`,
      description: declared.meaning,
      buildConfig: {
        runtime: "nodejs24",
        entryPoint: entryPointOf(name),
        source: { storageSource: { bucket: parts.sources.bucket.name, object: source.name } },
        dockerRepository: parts.registry.repository.id,
        serviceAccount: parts.accounts.builder.name,
      },
      serviceConfig: {
        serviceAccountEmail: account.email,
        availableMemory: `${sizes.memoryMiB ?? declared.memoryMiB}Mi`,
        // More than one request at a time takes a whole processor.
        availableCpu: "1",
        timeoutSeconds: declared.timeoutSeconds,
        maxInstanceRequestConcurrency: concurrencyOf(declared, context.contracts, settings),
        minInstanceCount: sizes.minInstances ?? declared.minInstances,
        maxInstanceCount: maxInstancesOf(name, declared, settings),
        // Pub/Sub and Cloud Scheduler of the same project count as internal.
        ingressSettings: declared.invoker === "public" ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY",
        // Where false the split between revisions stays as it is, and `npm run rollout` moves it.
        allTrafficOnLatestRevision: !canaries.includes(name),
        // Stacks in the log name our files and lines, for some 10 ms of a start.
        environmentVariables: { ...environment, NODE_OPTIONS: "--enable-source-maps" },
        secretEnvironmentVariables: secrets.map(({ variable, secret, version }) => ({
          key: variable,
          projectId: project,
          secret: secret.secretId,
          version: version.version,
        })),
        ...(inNetwork
          ? {
              directVpcEgress: "VPC_EGRESS_PRIVATE_RANGES_ONLY",
              directVpcNetworkInterfaces: [
                {
                  network: parts.network.network.name,
                  subnetwork: parts.network.subnetwork.name,
                },
              ],
            }
          : {}),
      },
      labels: { ...labels, function: name },
    },
    { dependsOn: [...dependsOn, ...parts.registry.rights, ...parts.sources.rights] },
  );
  const config = made.serviceConfig;
  return {
    url: config.apply((service) => service?.uri ?? ""),
    service: made.name,
    resource: made,
  };
}
