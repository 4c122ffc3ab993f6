import type { State } from "../store/state.ts";

export type AcceptedSend = {
  phoneNumberId: string;
  to: string;
  wamid: string;
  callbackData?: string | undefined;
  body: unknown;
  at: string;
};

/** Every send that was accepted, oldest first: what a customer got, whether or not the sender learnt of it. */
export function listSends(state: State, to: string | null): AcceptedSend[] {
  const digits = to?.replaceAll(/\D/g, "");
  return [...state.messages.values()]
    .filter(({ direction, customer }) => direction === "out" && (digits === undefined || customer === digits))
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ phoneNumberId, customer, wamid, callbackData, request, at }) => ({
      phoneNumberId,
      to: customer,
      wamid,
      callbackData,
      body: request,
      at: new Date(at).toISOString(),
    }));
}
