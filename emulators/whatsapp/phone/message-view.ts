import type { ChatMessage, Step } from "../store/chat-message.ts";
import type { State } from "../store/state.ts";

/** A message as phones and tests see it. */
export type MessageView = {
  wamid: string;
  phoneNumberId: string;
  customer: string;
  /** `in`: from the customer to the business. */
  direction: "in" | "out";
  type: string;
  text: string;
  content: unknown;
  status: Step;
  statusTimes: Partial<Record<Step, string>>;
  at: string;
  quoted?: { wamid: string; text?: string; direction?: "in" | "out" };
  error?: { code: number; title: string };
};

export function messageView(state: State, message: ChatMessage): MessageView {
  const { wamid, phoneNumberId, customer, direction, type, text, content, step, quotedWamid } = message;
  const times = Object.entries(message.stepTimes).map(([name, at]) => [name, new Date(at).toISOString()]);
  const view: MessageView = {
    wamid,
    phoneNumberId,
    customer,
    direction,
    type,
    text,
    content,
    status: step,
    statusTimes: Object.fromEntries(times) as MessageView["statusTimes"],
    at: new Date(message.at).toISOString(),
  };
  if (quotedWamid !== undefined) {
    const quoted = state.messages.get(quotedWamid);
    view.quoted = { wamid: quotedWamid, ...(quoted && { text: quoted.text, direction: quoted.direction }) };
  }
  if (step === "failed" && message.failWith !== undefined)
    view.error = { code: message.failWith.code, title: message.failWith.title };
  return view;
}
