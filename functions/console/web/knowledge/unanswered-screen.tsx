import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { answerQuestion, dismissQuestion } from "./knowledge-change.ts";
import { unansweredQuery } from "./knowledge-query.ts";
import { QuestionForm } from "./question-form.tsx";

export function UnansweredScreen() {
  const session = useSession();
  const query = unansweredQuery(session);
  const questions = useQuery(query);
  const queries = useQueryClient();
  const refresh = async () => queries.invalidateQueries({ queryKey: [session.tenantId] });
  const answer = useMutation({ mutationFn: answerQuestion(session), onSuccess: refresh });
  const dismiss = useMutation({ mutationFn: dismissQuestion(session), onSuccess: refresh });
  const refusal = answer.error ?? dismiss.error;
  return (
    <Page title="unanswered">
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal.message}
        </p>
      )}
      <Loaded query={questions}>
        {(clusters) =>
          clusters.length === 0 ? (
            <Empty>{m("noUnanswered")}</Empty>
          ) : (
            <ul className="flex max-w-[600px] flex-col gap-8">
              {clusters.map((cluster) => (
                <QuestionForm
                  key={cluster.id}
                  cluster={cluster}
                  isBusy={answer.isPending || dismiss.isPending}
                  onAnswer={(text) => answer.mutate({ id: cluster.id, answer: text })}
                  onDismiss={() => dismiss.mutate(cluster.id)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
