import { asText, property } from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { omitMissing } from "./omit-missing.ts";

export type PlaceContent = {
  kind: "location";
  latitude?: number;
  longitude?: number;
  name?: string;
  address?: string;
  url?: string;
};

/** A place on the map, which the bot reads as words. */
export function readPlace(location: unknown): KindReading<PlaceContent> {
  const latitude = asDegrees(property(location, "latitude"), 90);
  const longitude = asDegrees(property(location, "longitude"), 180);
  const name = asText(property(location, "name"));
  const address = asText(property(location, "address"));
  const spot = latitude === undefined || longitude === undefined ? undefined : `(${latitude}, ${longitude})`;
  const parts = [name, address].filter((part) => part !== undefined).join(", ");
  const described = [parts === "" ? undefined : parts, spot].filter((part) => part !== undefined).join(" ");
  return {
    content: omitMissing({
      kind: "location" as const,
      latitude,
      longitude,
      name,
      address,
      url: asText(property(location, "url")),
      words: described === "" ? undefined : `Location: ${described}`,
    }),
    body: described === "" ? "[location]" : `[location] ${described}`,
  };
}

function asDegrees(value: unknown, limit: number): number | undefined {
  const degrees = Number(asText(value));
  return Number.isFinite(degrees) && Math.abs(degrees) <= limit ? degrees : undefined;
}
