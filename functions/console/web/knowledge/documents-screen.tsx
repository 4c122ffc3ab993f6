import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DropZone, FileTrigger } from "react-aria-components";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { Button } from "../ui/button.tsx";
import { DocumentTable } from "./document-table.tsx";
import { uploadDocument } from "./knowledge-change.ts";
import { documentsQuery } from "./knowledge-query.ts";

export function DocumentsScreen() {
  const session = useSession();
  const query = documentsQuery(session);
  const documents = useQuery(query);
  const queries = useQueryClient();
  const [progress, setProgress] = useState("");
  const upload = useMutation({
    mutationFn: uploadDocument(session),
    onSettled: async () => {
      setProgress("");
      await queries.invalidateQueries(query);
    },
  });
  const add = (file: File | undefined) => {
    const baseId = documents.data?.baseId;
    if (file === undefined || baseId === undefined) return;
    const onProgress = (fraction: number) =>
      setProgress(m("uploading", { name: file.name, percent: Math.round(100 * fraction) }));
    upload.mutate({ baseId, file, onProgress });
  };
  return (
    <Page
      title="documents"
      actions={
        <FileTrigger onSelect={(files) => add(files?.[0])}>
          <Button look="primary" isPending={upload.isPending}>
            {m("addDocument")}
          </Button>
        </FileTrigger>
      }
    >
      <DropZone
        aria-label={m("addDocument")}
        onDrop={({ items }) => {
          const dropped = items.find((item) => item.kind === "file");
          void dropped?.getFile().then(add);
        }}
        className="min-h-full rounded-lg data-drop-target:bg-selected"
      >
        <p role="status" className="text-text-2">
          {progress}
        </p>
        {upload.isError && (
          <p role="alert" className="text-bad">
            {upload.error.message}
          </p>
        )}
        <Loaded query={documents}>
          {(data) =>
            data.documents.length === 0 ? (
              <Empty>{m("noDocuments")}</Empty>
            ) : (
              <DocumentTable documents={data.documents} />
            )
          }
        </Loaded>
      </DropZone>
    </Page>
  );
}
