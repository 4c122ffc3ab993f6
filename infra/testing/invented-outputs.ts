/** What stands for Google's name of a resource. */
export function idOf(type: string, name: string, inputs: Record<string, unknown>): string {
  return type === "gcp:pubsub/topic:Topic"
    ? `projects/${String(inputs["project"])}/topics/${name}`
    : `${name}-id`;
}

/** What Google Cloud would fill in, as far as other resources use it. */
export function outputsOf(
  type: string,
  name: string,
  inputs: Record<string, string>,
): Record<string, unknown> {
  switch (type) {
    case "gcp:serviceaccount/account:Account": {
      const email = `${inputs["accountId"]}@${inputs["project"]}.iam.gserviceaccount.com`;
      return {
        email,
        member: `serviceAccount:${email}`,
        name: `projects/${inputs["project"]}/serviceAccounts/${email}`,
      };
    }
    case "gcp:projects/iAMCustomRole:IAMCustomRole":
      return { name: `projects/${inputs["project"]}/roles/${inputs["roleId"]}` };
    case "gcp:projects/serviceIdentity:ServiceIdentity":
      return { member: `serviceAccount:service-123456789@gcp-sa-${name}.iam.gserviceaccount.com` };
    case "gcp:cloudfunctionsv2/function:Function":
      return {
        serviceConfig: {
          ...(inputs["serviceConfig"] as unknown as object),
          uri: `https://${inputs["name"]}.run.app`,
        },
      };
    case "gcp:cloudrunv2/service:Service":
      return { uri: `https://${inputs["name"]}.run.app` };
    case "gcp:secretmanager/secretVersion:SecretVersion":
      return { version: "1" };
    case "gcp:redis/instance:Instance":
      return { host: "10.20.0.3", port: 6379, authString: "invented" };
    case "gcp:sql/databaseInstance:DatabaseInstance":
      return { connectionName: `${inputs["project"]}:${inputs["region"]}:${inputs["name"]}` };
    default:
      return {};
  }
}

/** What Google Cloud answers to whoever asks for a project or for a service's own account. */
export const invokeResult = {
  number: "123456789",
  apiKey: "key-of-the-web-app",
  emailAddress: "service@gs-project-accounts.iam.gserviceaccount.com",
  member: "serviceAccount:service@gs-project-accounts.iam.gserviceaccount.com",
};
