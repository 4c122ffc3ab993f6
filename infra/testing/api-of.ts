/** The services that have to be on before a resource can be made, by the start of its type in Pulumi. */
const apis: Record<string, string[]> = {
  "gcp:artifactregistry/": ["artifactregistry"],
  "gcp:bigquery/": ["bigquery"],
  "gcp:billing/": ["billingbudgets"],
  "gcp:cloudfunctionsv2/": ["artifactregistry", "cloudbuild", "cloudfunctions", "run"],
  "gcp:cloudrunv2/": ["run"],
  "gcp:cloudscheduler/": ["cloudscheduler"],
  "gcp:compute/": ["compute"],
  "gcp:firebase/hosting": ["firebase", "firebasehosting"],
  "gcp:firebase/": ["firebase"],
  "gcp:iam/": ["iam", "sts"],
  "gcp:identityplatform/": ["identitytoolkit"],
  "gcp:kms/": ["cloudkms"],
  "gcp:logging/": ["logging"],
  "gcp:monitoring/": ["monitoring"],
  "gcp:projects/iAMCustomRole": ["iam"],
  "gcp:projects/iAMMember": ["cloudresourcemanager"],
  "gcp:projects/serviceIdentity": ["pubsub"],
  "gcp:pubsub/": ["pubsub"],
  "gcp:secretmanager/": ["secretmanager"],
  "gcp:serviceaccount/": ["iam"],
  "gcp:servicenetworking/": ["compute", "servicenetworking"],
  "gcp:sql/": ["sqladmin"],
  "gcp:storage/": ["storage"],
};

/** The services that a resource's type needs. Throws for a type that this list does not know. */
export function apiOf(type: string): string[] {
  // What turns services on, and the provider itself.
  if (type.startsWith("gcp:projects/service:") || type.startsWith("pulumi:")) return [];
  const [, needed] = Object.entries(apis).find(([start]) => type.startsWith(start)) ?? [];
  if (needed === undefined) throw new Error(`say in infra/testing/api-of.ts which services ${type} needs`);
  return needed;
}
