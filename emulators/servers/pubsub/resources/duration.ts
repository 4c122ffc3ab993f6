import type { protos } from "@google-cloud/pubsub";

export type Duration = protos.google.protobuf.IDuration;

export function durationMs(duration: Duration): number {
  return Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / 1e6;
}

export function secondsDuration(seconds: number): Duration {
  return { seconds, nanos: 0 };
}
