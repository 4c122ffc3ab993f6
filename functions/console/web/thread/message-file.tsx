import { useQuery } from "@tanstack/react-query";
import { captionOf } from "../inbox/preview-of.ts";
import { m } from "../messages/messages.ts";
import { useSession } from "../shell/session-context.ts";
import { formatBytes } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { fileQuery, type ThreadMessage } from "./thread-query.ts";

/** The file of a message: pictures, sound and film are shown, all else can be opened. */
export function MessageFile({ message: { id, media, text } }: { message: ThreadMessage }) {
  const isStored = media?.status === "stored";
  const link = useQuery({ ...fileQuery(useSession(), id), enabled: isStored });
  if (media === null) return null;
  if (!isStored)
    return <p className="text-text-3">{m(media.status === "pending" ? "fileComes" : "fileGone")}</p>;
  const url = link.data?.url;
  const [kind] = (media.mimeType ?? "").split("/");
  if (url === undefined) return <div className="h-24 w-48 rounded bg-sunken" />;
  if (kind === "image")
    return (
      <a href={url} target="_blank" rel="noreferrer">
        <img src={url} alt={captionOf(text) || m("picture")} className="mb-1 max-h-72 rounded-md" />
      </a>
    );
  if (kind === "audio")
    return <audio controls src={url} aria-label={m("voice")} className="mb-1 h-9 max-w-full" />;
  if (kind === "video")
    return <video controls src={url} aria-label={m("video")} className="mb-1 max-h-72 rounded-md" />;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="mb-1 flex items-center gap-2 text-accent-text underline-offset-2 hover:underline"
    >
      <Icon name="file" />
      {m("openFile", { type: media.mimeType ?? "" })}
      {media.sizeBytes !== null && <span className="text-text-3">{formatBytes(media.sizeBytes)}</span>}
    </a>
  );
}
