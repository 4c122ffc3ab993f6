import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Form } from "react-aria-components";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { textOf } from "../ui/text-of.ts";
import { messagingQuery, saveMessaging } from "./messaging-query.ts";

export function MessagingScreen() {
  const session = useSession();
  const query = messagingQuery(session);
  const settings = useQuery(query);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: saveMessaging(session),
    onSuccess: async () => queries.invalidateQueries(query),
  });
  return (
    <Page title="messaging">
      <Loaded query={settings}>
        {({ optOutText, optInText, ...rest }) => (
          <Form
            className="flex max-w-[600px] flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate({ ...rest, ...saidTexts(new FormData(event.currentTarget)) });
            }}
          >
            <Field name="optOutText" label={m("optOutText")} lines={3} defaultValue={optOutText ?? ""} />
            <Field name="optInText" label={m("optInText")} lines={3} defaultValue={optInText ?? ""} />
            <div className="flex items-center gap-3">
              <Button type="submit" look="primary" isPending={save.isPending}>
                {m("save")}
              </Button>
              <p role="status" className="text-text-2">
                {save.isSuccess && m("saved")}
              </p>
            </div>
            {save.isError && (
              <p role="alert" className="text-bad">
                {save.error.message}
              </p>
            )}
          </Form>
        )}
      </Loaded>
    </Page>
  );
}

/** An empty text is none: then the product's own is said. */
function saidTexts(form: FormData): Record<string, string> {
  return Object.fromEntries(
    ["optOutText", "optInText"].flatMap((name) => {
      const text = textOf(form, name);
      return text === "" ? [] : [[name, text]];
    }),
  );
}
