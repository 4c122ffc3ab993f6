import protosJson from "@google-cloud/pubsub/build/protos/protos.json" with { type: "json" };
import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

// Defaults fill every field in, so that handlers read one shape whatever a client left out.
const definitions = fromJSON(protosJson, {
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  objects: true,
});

/** The descriptions of `google.pubsub.v1`, as the official client ships them. */
export const publisherDefinition = service("google.pubsub.v1.Publisher");
export const subscriberDefinition = service("google.pubsub.v1.Subscriber");

function service(name: string): ServiceDefinition {
  const definition = definitions[name];
  if (definition === undefined) throw new Error(`${name} is not among the protos of @google-cloud/pubsub`);
  return definition as ServiceDefinition;
}
