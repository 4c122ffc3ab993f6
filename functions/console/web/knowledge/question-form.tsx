import { Form } from "react-aria-components";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { formatTime } from "../ui/format.ts";
import { textOf } from "../ui/text-of.ts";

type Props = {
  cluster: Schemas["QuestionCluster"];
  isBusy: boolean;
  onAnswer(text: string): void;
  onDismiss(): void;
};

export function QuestionForm({ cluster, isBusy, onAnswer, onDismiss }: Props) {
  return (
    <li>
      <Form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onAnswer(textOf(new FormData(event.currentTarget), "answer"));
        }}
      >
        {cluster.examples.map((example) => (
          <p key={example} dir="auto" className="text-sm font-medium">
            {example}
          </p>
        ))}
        <p className="text-xs text-text-3">
          {m("asked", { count: cluster.count, time: formatTime(cluster.lastAskedAt) })}
        </p>
        <Field name="answer" label={m("yourAnswer")} lines={3} isRequired />
        <div className="flex gap-2">
          <Button type="submit" isPending={isBusy}>
            {m("answer")}
          </Button>
          <Button look="quiet" onPress={onDismiss} isPending={isBusy}>
            {m("dismiss")}
          </Button>
        </div>
      </Form>
    </li>
  );
}
