import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";
import { maxInstancesOf } from "../pool-size.ts";
import type { Served } from "./endpoints.ts";
import type { Parts, Run } from "./run.ts";

/** A function whose own server listens: Node's image with the built folder mounted, so there is no image to build. */
export function createRunService(context: Context, { network, registry, sources }: Parts, run: Run): Served {
  const { project, region, settings, labels } = context;
  const { name, declared, account, environment, secrets, inNetwork, dependsOn } = run;
  const sizes = settings.functions[name as keyof typeof settings.functions] ?? {};
  const { path, objects } = sources.filesOf(`functions/${name}`);
  const reads = new gcp.storage.BucketIAMMember(`${name}:sources`, {
    bucket: sources.bucket.name,
    role: "roles/storage.objectViewer",
    member: account.member,
  });
  const service = new gcp.cloudrunv2.Service(
    name,
    {
      project,
      location: region,
      name: `crm-${name}`,
      description: declared.meaning,
      deletionProtection: false,
      ingress: declared.invoker === "public" ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY",
      template: {
        serviceAccount: account.email,
        executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
        // A connection lives as long as a request may.
        timeout: "3600s",
        maxInstanceRequestConcurrency: declared.concurrency,
        // A browser that cannot open a WebSocket polls, and has to meet the same instance again.
        sessionAffinity: true,
        scaling: {
          minInstanceCount: sizes.minInstances ?? declared.minInstances,
          maxInstanceCount: maxInstancesOf(name, declared, settings),
        },
        containers: [
          {
            image: registry.imageOf(settings.nodeImage),
            commands: ["node", "--enable-source-maps", `/code/${path}/index.mjs`],
            resources: {
              limits: { cpu: "1", memory: `${sizes.memoryMiB ?? declared.memoryMiB}Mi` },
              cpuIdle: true,
              startupCpuBoost: true,
            },
            envs: [
              ...Object.entries(environment).map(([key, value]) => ({ name: key, value })),
              ...secrets.map(({ variable, secret, version }) => ({
                name: variable,
                valueSource: { secretKeyRef: { secret: secret.secretId, version: version.version } },
              })),
            ],
            volumeMounts: [{ name: "code", mountPath: "/code" }],
          },
        ],
        volumes: [{ name: "code", gcs: { bucket: sources.bucket.name, readOnly: true } }],
        ...(inNetwork
          ? {
              vpcAccess: {
                egress: "PRIVATE_RANGES_ONLY",
                networkInterfaces: [
                  {
                    network: network.network.name,
                    subnetwork: network.subnetwork.name,
                  },
                ],
              },
            }
          : {}),
      },
      labels: { ...labels, function: name },
    },
    { dependsOn: [...dependsOn, ...objects, reads] },
  );
  return { url: service.uri, service: service.name, resource: service };
}
