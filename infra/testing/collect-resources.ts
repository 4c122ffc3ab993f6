import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { variables, type VariableName } from "../../shared/contracts/variables.ts";
import { type Contracts, ownContracts } from "../context.ts";
import { deploy } from "../deploy.ts";
import { jobNames } from "../jobs.ts";
import { readStack } from "../read-stack.ts";
import { asConfig, exampleConfig, type StackName } from "./read-example.ts";

export type Collected = {
  /** As `gcp:pubsub/topic:Topic`. */
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  protect: boolean;
};

/** What a person gives by `pulumi config set --secret`: every secret but those that the program makes. */
const secrets = Object.fromEntries(
  (Object.keys(variables) as VariableName[])
    .filter((name) => variables[name].secret && !name.endsWith("DATABASE_URL") && name !== "SECRETS_KEY")
    .map((name) => [name, `value of ${name}`]),
);

/** Runs the program for an example stack under Pulumi's mocks; resolves to every resource that it asks for. */
export async function collectResources(
  stack: StackName,
  { contracts = ownContracts, change = {} }: { contracts?: Contracts; change?: Record<string, unknown> } = {},
): Promise<Collected[]> {
  const collected = new Map<string, Collected>();
  const isProtected = new Map<string, boolean>();
  const dist = emptyBundles(Object.keys(contracts.functions));
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        if (type !== "pulumi:pulumi:Stack") {
          collected.set(`${type} ${name}`, {
            type,
            name,
            inputs: inputs as Record<string, unknown>,
            protect: false,
          });
        }
        return {
          id: idOf(type, name, inputs as Record<string, unknown>),
          state: { ...inputs, ...outputsOf(type, name, inputs as Record<string, string>) },
        };
      },
      call: ({ inputs }) => ({
        ...inputs,
        number: "123456789",
        emailAddress: "service@gs-project-accounts.iam.gserviceaccount.com",
        member: "serviceAccount:service@gs-project-accounts.iam.gserviceaccount.com",
      }),
    },
    "whatsapp-crm",
    stack,
    false,
  );
  const config = { ...exampleConfig(stack), "whatsapp-crm:secrets": JSON.stringify(secrets) };
  pulumi.runtime.setAllConfig({ ...config, ...asConfig(change) }, ["whatsapp-crm:secrets"]);
  const failures: unknown[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      isProtected.set(key({ type, name }), opts.protect === true);
      return undefined;
    });
    try {
      const settled = readStack(new pulumi.Config("gcp"), new pulumi.Config("whatsapp-crm"));
      deploy({ ...settled, dist, contracts });
    } catch (error) {
      // Thrown inside, it would be reported a second time as a rejection that nobody handles.
      failures.push(error);
    }
    return Promise.resolve();
  });
  await pulumi.runtime.disconnect();
  rmSync(dist, { recursive: true, force: true });
  if (failures.length > 0) throw failures[0];
  for (const resource of collected.values()) resource.protect = isProtected.get(key(resource)) ?? false;
  return [...collected.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function key({ type, name }: Pick<Collected, "type" | "name">): string {
  return `${type} ${name}`;
}

/** Stands in for what `npm run build` makes: the program looks at names and contents only. */
function emptyBundles(functionNames: string[]): string {
  const dist = mkdtempSync(join(tmpdir(), "dist-"));
  for (const folder of [
    ...functionNames.map((name) => `functions/${name}`),
    ...jobNames.map((name) => `jobs/${name}`),
  ]) {
    mkdirSync(join(dist, folder), { recursive: true });
    writeFileSync(join(dist, folder, "package.json"), "{}");
    writeFileSync(join(dist, folder, "index.mjs"), "");
  }
  return dist;
}

function idOf(type: string, name: string, inputs: Record<string, unknown>): string {
  return type === "gcp:pubsub/topic:Topic"
    ? `projects/${String(inputs["project"])}/topics/${name}`
    : `${name}-id`;
}

/** What Google Cloud would fill in, as far as other resources use it. */
function outputsOf(type: string, name: string, inputs: Record<string, string>): Record<string, unknown> {
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
    case "gcp:sql/databaseInstance:DatabaseInstance":
      return { connectionName: `${inputs["project"]}:${inputs["region"]}:${inputs["name"]}` };
    default:
      return {};
  }
}
