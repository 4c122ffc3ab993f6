import { contactCard } from "./answer.js";
import { byId, make } from "./dom.js";
import { openMenu } from "./menu.js";
import { askFor } from "./sheet.js";
import { toSticker } from "./to-sticker.js";

const picker = byId("file");

/** The menu beside the draft, and files that are pasted or dropped. */
export function createAttachments({ anchor, drop, draft, send, upload, trouble }) {
  let sendAs;
  const pick = (accept, kind) => {
    picker.accept = accept;
    picker.value = "";
    sendAs = kind;
    picker.click();
  };
  const items = [
    { label: "Photos and videos", iconName: "image", onClick: () => pick("image/*,video/*") },
    { label: "Document", iconName: "document", onClick: () => pick("", "document") },
    { label: "Audio", iconName: "audio", onClick: () => pick("audio/*", "audio") },
    { label: "Sticker", iconName: "sticker", onClick: () => pick("image/*", "sticker") },
    { label: "Location", iconName: "location", onClick: () => void sendLocation() },
    { label: "Contact", iconName: "contact", onClick: () => void sendContact() },
  ];

  async function sendFiles(files, as) {
    try {
      for (const file of files) await sendFile(file, as);
    } catch (error) {
      trouble(`Not sent: ${error.message}`);
    }
  }

  async function sendFile(file, as = kindOf(file)) {
    if (as === "sticker") {
      const sticker = await toSticker(file);
      return send({ media: { kind: "sticker", id: await upload(sticker) } });
    }
    const caption = as === "audio" ? { text: "" } : await askCaption(file, as);
    if (caption === undefined) return undefined;
    const id = await upload(file);
    const voice = as === "audio" ? { voice: false } : {};
    return send({ media: { kind: as, id, ...voice }, ...(caption.text ? { text: caption.text } : {}) });
  }

  async function sendLocation(replyTo) {
    const place = await askFor({ title: "Location", fields: placeFields });
    if (!place) return;
    const location = {
      latitude: Number(place.latitude),
      longitude: Number(place.longitude),
      ...(place.name ? { name: place.name } : {}),
      ...(place.address ? { address: place.address } : {}),
    };
    await send({ ...(replyTo ? { replyTo } : {}), raw: { type: "location", location } });
  }

  async function sendContact() {
    const given = await askFor({ title: "Contact", fields: contactFields });
    if (given) await send({ raw: { type: "contacts", contacts: [contactCard(given.name, given.phone)] } });
  }

  anchor.addEventListener("click", () => openMenu(anchor, items));
  picker.addEventListener("change", () => void sendFiles([...picker.files], sendAs));
  draft.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void sendFiles(files);
  });
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    void sendFiles([...event.dataTransfer.files]);
  });
  return { sendLocation };
}

const placeFields = [
  { name: "name", label: "Name", value: "Gedung Sate" },
  { name: "address", label: "Address", value: "Jl. Diponegoro 22, Bandung" },
  { name: "latitude", label: "Latitude", value: "-6.9025", type: "number", required: true },
  { name: "longitude", label: "Longitude", value: "107.6188", type: "number", required: true },
];
const contactFields = [
  { name: "name", label: "Name", value: "Sari Wijaya", required: true },
  { name: "phone", label: "Phone number", value: "+62 812 9876 5432", type: "tel", required: true },
];

function kindOf({ type }) {
  const kind = type.split("/")[0];
  return ["image", "video", "audio"].includes(kind) ? kind : "document";
}

async function askCaption(file, kind) {
  const above = [];
  const url = URL.createObjectURL(file);
  if (kind === "image") {
    const preview = make("img", "preview");
    preview.src = url;
    preview.alt = file.name;
    above.push(preview);
  } else above.push(make("p", "preview", file.name));
  const fields = [{ name: "text", label: "Caption", placeholder: "Add a caption" }];
  const given = await askFor({ title: `Send the ${kind === "image" ? "photo" : kind}`, fields, above });
  URL.revokeObjectURL(url);
  return given;
}
