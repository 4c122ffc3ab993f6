import type { EventHub } from "../event-hub.ts";
import type { StatusTiming } from "../options.ts";
import { isFinal, isVoice, type ChatMessage, type Step } from "../store/chat-message.ts";
import { ensureCustomer, type State } from "../store/state.ts";
import type { Dispatcher } from "../webhook/dispatcher.ts";
import { statusUpdate } from "../webhook/status-update.ts";
import type { OpenChats } from "./open-chats.ts";
import { showChange } from "./show-message.ts";

export type StatusClock = {
  /** Moves the business's message on through its statuses, as far as the customer's phone lets it. */
  follow(message: ChatMessage): void;
  /** The customer listened to a voice message: the last step there is. */
  play(message: ChatMessage): void;
  /** Looks again at what waited for the phone to be switched on or the chat to be opened. */
  followChat(phoneNumberId: string, customer: string): void;
  close(): void;
};

type Parts = {
  state: State;
  timing: StatusTiming;
  hub: EventHub;
  openChats: OpenChats;
  dispatcher: Dispatcher;
};

export function createStatusClock({ state, timing, hub, openChats, dispatcher }: Parts): StatusClock {
  const timers = new Map<string, NodeJS.Timeout>();

  function nextStep(message: ChatMessage): [Step, afterMs: number] | undefined {
    if (message.fromApp === true) return undefined;
    const { autoRead, hidesReads, online } = ensureCustomer(state, message.customer);
    switch (message.step) {
      case "accepted":
        return [message.failWith === undefined ? "sent" : "failed", timing.sentAfterMs];
      case "sent":
        // Reactions get no status after `sent`.
        return online && message.type !== "reaction" ? ["delivered", timing.deliveredAfterMs] : undefined;
      case "delivered":
        return online &&
          hidesReads !== true &&
          (autoRead || openChats.has(message.phoneNumberId, message.customer))
          ? ["read", timing.readAfterMs]
          : undefined;
      case "read":
      case "played":
      case "failed":
        return undefined;
      default:
        return message.step satisfies never;
    }
  }

  function follow(message: ChatMessage): void {
    const next = nextStep(message);
    if (next === undefined || timers.has(message.wamid)) return;
    const [step, afterMs] = next;
    timers.set(
      message.wamid,
      setTimeout(() => {
        timers.delete(message.wamid);
        // The phone may have been switched off, or the chat closed, meanwhile.
        if (nextStep(message)?.[0] === step) advance(message, step);
        follow(message);
      }, afterMs),
    );
  }

  function advance(message: ChatMessage, step: Step): void {
    message.step = step;
    message.stepTimes[step] = Date.now();
    showChange({ state, hub }, message);
    const update = statusUpdate(state, message);
    if (update !== undefined) dispatcher.tell(update);
  }

  function play(message: ChatMessage): void {
    if (message.direction !== "out" || !isVoice(message) || message.step !== "read") return;
    advance(message, "played");
  }

  function followChat(phoneNumberId: string, customer: string): void {
    for (const message of state.chats.get(`${phoneNumberId}:${customer}`)?.messages ?? [])
      if (message.direction === "out" && !isFinal(message)) follow(message);
  }

  return {
    follow,
    play,
    followChat,
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
