import { Permanent } from "./errors.ts";

/**
 * No outlet has proven the number, or the account, that the event names. It is kept, and handled by itself once one
 * has. Throw it in one of an event's consumers only, so that it is kept once.
 */
export class Unclaimed extends Permanent {
  /** Without a number where the event is of a whole account. */
  readonly named: { phoneNumberId?: string; businessAccountId: string };

  constructor(named: { phoneNumberId?: string; businessAccountId: string }) {
    super(unclaimedCode, "no outlet has proven this number with WhatsApp");
    this.named = named;
  }
}

const unclaimedCode = "unknown-number";
