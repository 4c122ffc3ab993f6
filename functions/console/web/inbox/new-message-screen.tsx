import { useMutation, useQuery } from "@tanstack/react-query";
import { m } from "../messages/messages.ts";
import { outletsQuery } from "../outlets/outlets-query.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { NewMessageForm } from "./new-message-form.tsx";
import { sendMessage } from "./send-message-change.ts";

export function NewMessageScreen() {
  const session = useSession();
  const outlets = useQuery(outletsQuery(session));
  const send = useMutation({ mutationFn: sendMessage(session) });
  return (
    <Page title="newMessage">
      <Loaded query={outlets}>
        {(rows) => (
          <NewMessageForm
            outlets={rows}
            isSending={send.isPending}
            outcome={send.data && m(send.data.status === "held" ? "held" : "sent")}
            refusal={send.error?.message}
            onSend={(message) => send.mutate(message)}
          />
        )}
      </Loaded>
    </Page>
  );
}
