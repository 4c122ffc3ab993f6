import { icon, make } from "./dom.js";

/** A file that either side put on this server; a link elsewhere is offered, not loaded. */
export function mediaNode(media, caption, onPlay) {
  if (media.url === undefined)
    return fileLink(media, media.link, `${media.kind} at ${new URL(media.link).host}`);
  switch (media.kind) {
    case "image":
    case "sticker":
      return picture(media, caption);
    case "video":
    case "audio":
    case "voice":
      return player(media, onPlay);
    default:
      return fileLink(media, media.url, media.name ?? "Document");
  }
}

function picture({ url, kind }, caption) {
  const link = make("a", `picture ${kind}`);
  link.href = url;
  link.target = "_blank";
  const image = make("img");
  image.src = url;
  image.alt = caption ?? (kind === "sticker" ? "Sticker" : "Photo");
  image.loading = "lazy";
  link.append(image);
  return link;
}

function player({ url, kind }, onPlay) {
  const node = make(kind === "video" ? "video" : "audio", kind);
  node.src = url;
  node.controls = true;
  node.preload = "metadata";
  node.setAttribute("aria-label", kind === "voice" ? "Voice message" : kind);
  if (kind === "voice") node.addEventListener("play", onPlay, { once: true });
  return node;
}

function fileLink({ mimeType, size }, url, name) {
  const link = make("a", "file");
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  const words = make("span", "words");
  words.append(make("strong", "", name));
  const facts = [mimeType?.split(";")[0].split("/").at(-1).toUpperCase(), size && sizeText(size)];
  words.append(make("span", "", facts.filter(Boolean).join(" · ")));
  link.append(icon("document"), words);
  return link;
}

function sizeText(bytes) {
  const units = ["B", "kB", "MB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), 2);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
