import * as gcp from "@pulumi/gcp";
import type { Resource } from "@pulumi/pulumi";
import type { Context } from "../context.ts";

export type Network = {
  network: gcp.compute.Network;
  subnetwork: gcp.compute.Subnetwork;
  /** The peering over which Cloud SQL has its private address. */
  peering: Resource;
};

/** A network of our own. Functions reach into it directly (no connector to run and pay); nothing reaches in from outside. */
export function createNetwork({ project, region, services }: Context): Network {
  const network = new gcp.compute.Network(
    "crm",
    { project, name: "crm", autoCreateSubnetworks: false },
    { dependsOn: services },
  );
  const subnetwork = new gcp.compute.Subnetwork("crm", {
    project,
    name: "crm",
    region,
    network: network.id,
    // Direct egress takes addresses for twice as many instances as run.
    ipCidrRange: "10.10.0.0/20",
    privateIpGoogleAccess: true,
  });
  const range = new gcp.compute.GlobalAddress("services", {
    project,
    name: "crm-services",
    purpose: "VPC_PEERING",
    addressType: "INTERNAL",
    prefixLength: 20,
    network: network.id,
  });
  const peering = new gcp.servicenetworking.Connection("services", {
    network: network.id,
    service: "servicenetworking.googleapis.com",
    reservedPeeringRanges: [range.name],
  });
  return { network, subnetwork, peering };
}
