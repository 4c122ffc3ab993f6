import * as gcp from "@pulumi/gcp";
import { type Input, interpolate } from "@pulumi/pulumi";
import type { Context } from "../context.ts";
import { createAccount } from "./accounts.ts";
import type { Network } from "./network.ts";
import type { Registry } from "./registry.ts";

const port = 6333;

/** Qdrant by its address, or on a machine of our own with a disk that outlives it and is copied every day. */
export function createQdrant(context: Context, network: Network, registry: Registry): { url: Input<string> } {
  const { qdrant } = context.settings;
  if (qdrant.kind === "url") return { url: qdrant.url };
  const key = context.secrets.QDRANT_API_KEY;
  if (key === undefined) {
    throw new Error("A Qdrant of our own needs a key:\n  pulumi config set --secret --path secrets.QDRANT_API_KEY …");
  }
  const { project, region, labels } = context;
  const disk = new gcp.compute.Disk(
    "qdrant",
    { project, name: "crm-qdrant", zone: qdrant.zone, size: qdrant.diskGb, type: "pd-ssd", labels },
    { protect: true },
  );
  const schedule = new gcp.compute.ResourcePolicy("qdrant", {
    project,
    region,
    name: "crm-qdrant-daily",
    snapshotSchedulePolicy: {
      schedule: { dailySchedule: { daysInCycle: 1, startTime: "01:00" } },
      retentionPolicy: { maxRetentionDays: qdrant.snapshotsKeptDays, onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS" },
      snapshotProperties: { labels },
    },
  });
  new gcp.compute.DiskResourcePolicyAttachment("qdrant", { project, name: schedule.name, disk: disk.name, zone: qdrant.zone });
  const account = createAccount(context, "qdrant", "Runs Qdrant");
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
    sourceTags: ["crm-function"],
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
      deletionProtection: true,
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
        "user-data": interpolate`${cloudInit(region)}${registry.imageOf(qdrant.image)}\n`,
        "qdrant-api-key": key,
      },
      labels,
    },
    { protect: true, dependsOn: [pulls] },
  );
  return { url: interpolate`http://${machine.networkInterfaces.apply(([first]) => first?.networkIp ?? "")}:${port}` };
}

/** Mounts the disk, formatting it only when it is new, and keeps Qdrant running. Ends where the image's name follows. */
function cloudInit(region: string): string {
  const metadata = "http://metadata.google.internal/computeMetadata/v1/instance/attributes/qdrant-api-key";
  return `#cloud-config
write_files:
  - path: /etc/systemd/system/qdrant.service
    content: |
      [Unit]
      Description=Qdrant
      Requires=docker.service network-online.target
      After=docker.service network-online.target
      [Service]
      Restart=always
      ExecStartPre=/bin/sh -c 'blkid /dev/disk/by-id/google-qdrant || mkfs.ext4 /dev/disk/by-id/google-qdrant'
      ExecStartPre=/bin/sh -c 'mkdir -p /mnt/disks/qdrant; mountpoint -q /mnt/disks/qdrant || mount /dev/disk/by-id/google-qdrant /mnt/disks/qdrant'
      ExecStartPre=/bin/sh -c 'HOME=/var/lib/docker docker-credential-gcr configure-docker --registries ${region}-docker.pkg.dev'
      ExecStartPre=-/usr/bin/docker rm -f qdrant
      ExecStart=/bin/sh -c 'HOME=/var/lib/docker docker run --name qdrant -p ${port}:${port} -v /mnt/disks/qdrant:/qdrant/storage -e QDRANT__SERVICE__API_KEY="$(curl -s -H Metadata-Flavor:Google ${metadata})" "$(cat /etc/qdrant-image)"'
      [Install]
      WantedBy=multi-user.target
runcmd:
  - systemctl daemon-reload
  - systemctl enable --now qdrant.service
bootcmd:
  - iptables -A INPUT -p tcp --dport ${port} -j ACCEPT
  - echo "$IMAGE" > /etc/qdrant-image
`;
}
