import { field, textField } from "../../json-field.ts";
import type { Card } from "./card.ts";
import { webAddress } from "./media-card.ts";

/** A place on the map. */
export function placeCard(location: unknown): Card {
  const [latitude, longitude] = [
    Number(field(location, "latitude") ?? Number.NaN),
    Number(field(location, "longitude") ?? Number.NaN),
  ];
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return { note: "A place without coordinates" };
  const [name, address] = [textField(location, "name"), textField(location, "address")];
  const url = webAddress(textField(location, "url"));
  return {
    place: {
      latitude,
      longitude,
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
      ...(url !== undefined && { url }),
    },
  };
}
