import { useRef } from "react";
import { Form } from "react-aria-components";
import { m } from "../messages/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { textOf } from "../ui/text-of.ts";
import type { NewMessage } from "./send-message-change.ts";

type Props = {
  outlets: readonly { id: string; name: string }[];
  isSending: boolean;
  outcome: string | undefined;
  refusal: string | undefined;
  onSend(message: NewMessage): void;
};

export function NewMessageForm({ outlets, isSending, outcome, refusal, onSend }: Props) {
  // The same words to the same person are the same message, however often Send is pressed.
  const last = useRef({ said: "", key: "" });
  const submit = (form: FormData) => {
    const [outletId, phone, text] = [textOf(form, "outlet"), textOf(form, "phone"), textOf(form, "text")];
    const said = JSON.stringify([outletId, phone, text]);
    if (last.current.said !== said) last.current = { said, key: crypto.randomUUID() };
    onSend({ key: last.current.key, outletId, phone, text });
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) submit(new FormData(event.currentTarget));
      }}
      className="flex max-w-[600px] flex-col gap-4"
    >
      <label className="flex flex-col gap-1 text-xs font-medium">
        {m("outlet")}
        <select
          name="outlet"
          className="h-8 rounded-md border border-line-control bg-main px-2 text-sm font-normal"
        >
          {outlets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field name="phone" type="tel" label={m("to")} isRequired />
      <Field name="text" label={m("message")} lines={5} isRequired />
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" isPending={isSending}>
          {m("send")}
        </Button>
        <p role="status" className="text-text-2">
          {outcome}
        </p>
      </div>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
    </Form>
  );
}
