import { rmSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type Contracts, ownContracts } from "../context.ts";
import { deploy } from "../deploy.ts";
import { readStack } from "../read-stack.ts";
import { emptyBundles } from "./empty-bundles.ts";
import { exampleSecrets } from "./example-secrets.ts";
import { idOf, invokeResult, outputsOf } from "./invented-outputs.ts";
import { asConfig, exampleConfig, type StackName } from "./read-example.ts";

export type Collected = {
  /** As `gcp:pubsub/topic:Topic`. */
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  protect: boolean;
};

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
      call: ({ inputs }) => ({ ...inputs, ...invokeResult }),
    },
    "whatsapp-crm",
    stack,
    false,
  );
  const config = { ...exampleConfig(stack), "whatsapp-crm:secrets": JSON.stringify(exampleSecrets) };
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
