import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
// CommonJS, whose names Node sees only in its default export.
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import resource from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { LogRequest, SetRootResourceRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import type {
  RegisterResourceRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type { Collected } from "./collect-resources.ts";
import { idOf, invokeResult, outputsOf } from "./invented-outputs.ts";
import { record } from "./read-plan.ts";

/** A resource as the engine is asked for it. */
export type Registered = Collected & {
  urn: string;
  /** URNs of all that the engine makes before it: what it depends on, what its inputs come from, its provider. */
  waitsFor: string[];
  retainOnDelete: boolean;
  /** Of its creation, as Go writes durations; empty where it is the provider's own. */
  createTimeout: string;
};

export type Engine = {
  address: string;
  registered: Registered[];
  /** Warnings and errors, as Pulumi shows them to whoever runs it. */
  messages: string[];
  /** Calls of Google that only read, by the token of their function in Pulumi. */
  asked: string[];
  stop(): void;
};

const secretSignature = "4dabf18193072939515e22adb298388d";
const features = ["secrets", "resourceReferences", "aliasSpecs", "deletedWith"];

/**
 * Pulumi's engine and resource monitor as far as a program sees them: makes nothing, and remembers what it was asked
 * for. In a preview outputs stay unknown, as they do in Pulumi's.
 */
export async function startEngine(stack: string, isPreview: boolean): Promise<Engine> {
  const registered: Registered[] = [];
  const messages: string[] = [];
  const asked: string[] = [];
  let root = "";
  const server = new Server();

  server.addService(EngineService, {
    getRootResource: answer(() => new engine.GetRootResourceResponse().setUrn(root)),
    setRootResource: answer((request: SetRootResourceRequest) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    log: answer((request: LogRequest) => {
      if (request.getSeverity() > engine.LogSeverity.INFO) messages.push(request.getMessage());
      return new empty.Empty();
    }),
  });
  server.addService(ResourceMonitorService, {
    supportsFeature: answer((request: SupportsFeatureRequest) =>
      new resource.SupportsFeatureResponse().setHassupport(features.includes(request.getId())),
    ),
    registerResource: answer((request: RegisterResourceRequest) => {
      const made = read(request, stack);
      if (made.type !== "pulumi:pulumi:Stack") registered.push(made);
      const { type, name, inputs, urn } = made;
      const response = new resource.RegisterResourceResponse().setUrn(urn);
      if (!request.getCustom() || isPreview) return response.setObject(request.getObject());
      return response
        .setId(idOf(type, name, inputs))
        .setObject(toStruct({ ...inputs, ...outputsOf(type, name, inputs as Record<string, string>) }));
    }),
    registerResourceOutputs: answer(() => new empty.Empty()),
    signalAndWaitForShutdown: answer(() => new empty.Empty()),
    invoke: answer((request: ResourceInvokeRequest) => {
      asked.push(request.getTok());
      return new resource.ResourceInvokeResponse().setReturn(
        toStruct({ ...request.getArgs()?.toJavaScript(), ...invokeResult }),
      );
    }),
  });
  const port = await listen(server);
  return { address: `127.0.0.1:${port}`, registered, messages, asked, stop: () => server.forceShutdown() };
}

function read(request: RegisterResourceRequest, stack: string): Registered {
  const [type, name] = [request.getType(), request.getName()];
  const fromInputs = [...request.getPropertydependenciesMap().entries()].flatMap(([, of]) =>
    of.getUrnsList(),
  );
  const given = [
    ...request.getDependenciesList(),
    ...fromInputs,
    request.getProvider().replace(/::[^:]*$/, ""),
  ];
  return {
    type,
    name,
    urn: `urn:pulumi:${stack}::whatsapp-crm::${type}::${name}`,
    inputs: record(withoutSecrecy(request.getObject()?.toJavaScript())),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
    waitsFor: [...new Set(given)].filter((urn) => urn !== ""),
  };
}

function withoutSecrecy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrecy);
  if (typeof value !== "object" || value === null) return value;
  const entries = value as Record<string, unknown>;
  if (entries[secretSignature] !== undefined && "value" in entries) return withoutSecrecy(entries["value"]);
  return Object.fromEntries(Object.entries(entries).map(([key, inner]) => [key, withoutSecrecy(inner)]));
}

function toStruct(value: Record<string, unknown>): struct.Struct {
  return struct.Struct.fromJavaScript(value as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}

function answer<Request, Response>(
  respond: (request: Request) => Response,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => callback(null, respond(request));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
