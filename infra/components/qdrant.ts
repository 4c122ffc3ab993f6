import * as gcp from "@pulumi/gcp";
import { type Input, interpolate } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import { createAccount } from "./accounts.ts";
import type { Network } from "./network.ts";
import type { Registry } from "./registry.ts";
import { secretIdOf, type Secrets } from "./secrets.ts";

const port = 6333;

export type Qdrant = { url: Input<string> };

type Parts = { network: Network; registry: Registry; secrets: Secrets };

/** Qdrant by its address, or on a machine of our own with a disk that outlives it and is copied every day. */
export function createQdrant(context: Context, { network, registry, secrets }: Parts): Qdrant {
  const { qdrant } = context.settings;
  if (qdrant.kind === "url") return { url: qdrant.url };
  const key = secrets.get("QDRANT_API_KEY");
  if (key === undefined) throw new Error("no key of Qdrant");
  const { project, region, settings, labels, services } = context;
  const disk = new gcp.compute.Disk(
    "qdrant",
    { project, name: "crm-qdrant", zone: qdrant.zone, size: qdrant.diskGb, type: "pd-ssd", labels },
    { protect: settings.isProtected, dependsOn: services },
  );
  const schedule = new gcp.compute.ResourcePolicy(
    "qdrant",
    {
      project,
      region,
      name: "crm-qdrant-daily",
      snapshotSchedulePolicy: {
        schedule: { dailySchedule: { daysInCycle: 1, startTime: "01:00" } },
        retentionPolicy: {
          maxRetentionDays: qdrant.snapshotsKeptDays,
          onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS",
        },
        snapshotProperties: { labels },
      },
    },
    { dependsOn: services },
  );
  new gcp.compute.DiskResourcePolicyAttachment("qdrant", {
    project,
    name: schedule.name,
    disk: disk.name,
    zone: qdrant.zone,
  });
  const account = createAccount(context, "qdrant", "Runs Qdrant");
  const readsKey = new gcp.secretmanager.SecretIamMember("qdrant:QDRANT_API_KEY", {
    project,
    secretId: key.secret.secretId,
    role: "roles/secretmanager.secretAccessor",
    member: account.member,
  });
  const pulls = new gcp.artifactregistry.RepositoryIamMember("qdrant:mirror", {
    project,
    location: region,
    repository: registry.mirror.name,
    role: "roles/artifactregistry.reader",
    member: account.member,
  });
  new gcp.compute.Firewall("qdrant", {
    project,
    name: "crm-qdrant",
    network: network.network.id,
    direction: "INGRESS",
    // By their range, for Cloud Run's direct egress carries no tags that ingress rules see.
    sourceRanges: [network.subnetwork.ipCidrRange],
    targetTags: ["crm-qdrant"],
    allows: [{ protocol: "tcp", ports: [String(port)] }],
  });
  const machine = new gcp.compute.Instance(
    "qdrant",
    {
      project,
      zone: qdrant.zone,
      name: "crm-qdrant",
      machineType: qdrant.machineType,
      deletionProtection: settings.isProtected,
      allowStoppingForUpdate: true,
      bootDisk: { initializeParams: { image: "cos-cloud/cos-stable", size: 10 } },
      attachedDisks: [{ source: disk.id, deviceName: "qdrant" }],
      // No address in the internet: the image comes from our mirror.
      networkInterfaces: [{ subnetwork: network.subnetwork.id }],
      tags: ["crm-qdrant"],
      serviceAccount: { email: account.email, scopes: ["cloud-platform"] },
      shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
      metadata: {
        "enable-oslogin": "TRUE",
        "google-logging-enabled": "true",
        "user-data": registry.imageOf(qdrant.image).apply((image) => cloudInit(project, region, image)),
      },
      labels,
    },
    { protect: settings.isProtected, dependsOn: [pulls, readsKey, key.version] },
  );
  return {
    url: interpolate`http://${machine.networkInterfaces.apply(([first]) => first?.networkIp ?? "")}:${port}`,
  };
}

/**
 * Mounts the disk, formatting it only when it is new, and keeps Qdrant running. The key is fetched at each start from
 * Secret Manager, and looked at again every minute: a key that was rotated is taken without anybody's doing.
 */
function cloudInit(project: string, region: string, image: string): string {
  return `#cloud-config
write_files:
  - path: /etc/qdrant/read-key.sh
    permissions: "0755"
    content: |
      #!/bin/sh
      set -eu
      metadata=http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token
      token=$(curl -sf -H Metadata-Flavor:Google $metadata | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
      secret=https://secretmanager.googleapis.com/v1/projects/${project}/secrets/${secretIdOf("QDRANT_API_KEY")}/versions/latest:access
      curl -sf -H "Authorization: Bearer $token" $secret | sed -n 's/.*"data": *"\\([^"]*\\)".*/\\1/p' | base64 -d
  - path: /etc/qdrant/follow-key.sh
    permissions: "0755"
    content: |
      #!/bin/sh
      set -eu
      key=$(sh /etc/qdrant/read-key.sh)
      test -z "$key" && exit 1
      test "$key" = "$(cat /run/qdrant-key)" || systemctl restart qdrant.service
  - path: /etc/qdrant/start.sh
    permissions: "0755"
    content: |
      #!/bin/sh
      set -eu
      disk=/dev/disk/by-id/google-qdrant
      blkid $disk || mkfs.ext4 -m 0 $disk
      mkdir -p /mnt/disks/qdrant
      mountpoint -q /mnt/disks/qdrant || mount -o discard,defaults $disk /mnt/disks/qdrant
      key=$(sh /etc/qdrant/read-key.sh)
      test -n "$key"
      (umask 077; printf %s "$key" > /run/qdrant-key)
      export HOME=/var/lib/docker
      docker-credential-gcr configure-docker --registries ${region}-docker.pkg.dev
      docker rm -f qdrant || true
      exec docker run --name qdrant -p ${port}:${port} -v /mnt/disks/qdrant:/qdrant/storage -e QDRANT__SERVICE__API_KEY="$key" ${image}
  - path: /etc/systemd/system/qdrant.service
    content: |
      [Unit]
      Description=Qdrant
      Requires=docker.service
      Wants=network-online.target
      After=docker.service network-online.target
      [Service]
      Restart=always
      RestartSec=10
      ExecStart=/bin/sh /etc/qdrant/start.sh
      [Install]
      WantedBy=multi-user.target
  - path: /etc/systemd/system/qdrant-key.service
    content: |
      [Unit]
      Description=Restarts Qdrant when its key was rotated
      [Service]
      Type=oneshot
      ExecStart=/bin/sh /etc/qdrant/follow-key.sh
  - path: /etc/systemd/system/qdrant-key.timer
    content: |
      [Timer]
      OnActiveSec=60
      OnUnitActiveSec=60
      [Install]
      WantedBy=timers.target
runcmd:
  - iptables -A INPUT -p tcp --dport ${port} -j ACCEPT
  - systemctl daemon-reload
  - systemctl enable --now qdrant.service qdrant-key.timer
`;
}
