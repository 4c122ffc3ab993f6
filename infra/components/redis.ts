import * as gcp from "@pulumi/gcp";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import type { Network } from "./network.ts";

export type Redis = { url: Output<string> };

/**
 * Memorystore for Redis, where the stack asks for one: it counts requests for all instances in PostgreSQL's place. It is
 * reached from our network only and asks for a password; it holds nothing that would be missed, so it has no copies.
 */
export function createRedis(context: Context, { network, peering }: Network): Redis | undefined {
  const { project, region, settings, labels, services } = context;
  if (settings.redis === undefined) return undefined;
  const instance = new gcp.redis.Instance(
    "crm",
    {
      project,
      region,
      name: "crm",
      tier: settings.redis.highlyAvailable ? "STANDARD_HA" : "BASIC",
      memorySizeGb: settings.redis.memoryGb,
      redisVersion: "REDIS_7_2",
      authorizedNetwork: network.id,
      connectMode: "PRIVATE_SERVICE_ACCESS",
      authEnabled: true,
      // Counters expire by themselves; where they do not fit, the ones that expire soonest go first.
      redisConfigs: { "maxmemory-policy": "volatile-ttl" },
      maintenancePolicy: {
        weeklyMaintenanceWindows: [{ day: "SUNDAY", startTime: { hours: 3, minutes: 0 } }],
      },
      labels,
    },
    { dependsOn: [peering, ...services] },
  );
  const { authString: password, host, port } = instance;
  return { url: interpolate`redis://default:${password}@${host}:${port}` };
}
