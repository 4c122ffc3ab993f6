import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";
import { m } from "../messages/messages.ts";
import { Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { textOf } from "../ui/text-of.ts";
import { Sources } from "./sources.tsx";
import { type StreamedAnswer, streamAnswer } from "./stream-answer.ts";
import { TriedTurn } from "./tried-turn.tsx";

export function PlaygroundScreen() {
  const session = useSession();
  const [question, setQuestion] = useState("");
  const [answer, setAnswer] = useState<StreamedAnswer>();
  const ask = useMutation({ mutationFn: async (asked: string) => streamAnswer(session, asked, setAnswer) });
  return (
    <Page title="playground" hint={m("playgroundHint")}>
      <div className="flex min-h-full flex-col gap-6 lg:flex-row">
        <div className="flex max-w-[640px] flex-1 flex-col gap-4">
          <Form
            className="flex flex-col gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              const asked = textOf(new FormData(event.currentTarget), "question");
              setQuestion(asked);
              setAnswer(undefined);
              ask.mutate(asked);
            }}
          >
            <Field name="question" label={m("askAsCustomer")} lines={2} isRequired />
            <Button type="submit" look="primary" isPending={ask.isPending} className="self-start">
              {m("ask")}
            </Button>
          </Form>
          {question && <TriedTurn question={question} answer={answer} />}
          {ask.isError && (
            <p role="alert" className="text-bad">
              {ask.error.message}
            </p>
          )}
        </div>
        <Sources citations={answer?.citations ?? []} />
      </div>
    </Page>
  );
}
