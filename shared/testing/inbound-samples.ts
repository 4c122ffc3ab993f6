/** Messages of every type as Meta sends them, each without the parts that all have in common. */
export const inboundSamples: Record<string, Record<string, unknown>> = {
  text: {
    type: "text",
    text: { body: "Apakah buka hari ini? 🌸" },
    context: { from: "622225550", id: "wamid.quoted" },
  },
  advertisement: {
    type: "text",
    text: { body: "Hi" },
    referral: {
      source_url: "https://fb.me/1",
      source_id: "1",
      source_type: "ad",
      headline: "Sale",
      ctwa_clid: "c",
    },
  },
  image: {
    type: "image",
    image: { id: "M1", mime_type: "image/jpeg", sha256: "aGFzaA==", caption: "this one?" },
  },
  voice: {
    type: "audio",
    audio: { id: "M2", mime_type: "audio/ogg; codecs=opus", sha256: "aGFzaA==", voice: true },
  },
  document: { type: "document", document: { id: "M3", mime_type: "application/pdf", filename: "list.pdf" } },
  sticker: { type: "sticker", sticker: { id: "M4", mime_type: "image/webp", animated: false } },
  location: {
    type: "location",
    location: { latitude: -6.9, longitude: 107.6, name: "Shop", address: "Bandung" },
  },
  contacts: {
    type: "contacts",
    contacts: [
      { name: { formatted_name: "Ana", first_name: "Ana" }, phones: [{ phone: "+62 1", wa_id: "621" }] },
    ],
  },
  button: {
    type: "button",
    button: { payload: "P", text: "Yes" },
    context: { from: "622225550", id: "wamid.quoted" },
  },
  list: {
    type: "interactive",
    interactive: { type: "list_reply", list_reply: { id: "r", title: "Monday" } },
  },
  form: {
    type: "interactive",
    interactive: {
      type: "nfm_reply",
      nfm_reply: { name: "flow", body: "Sent", response_json: '{"size":"L"}' },
    },
  },
  order: {
    type: "order",
    order: {
      catalog_id: "C",
      product_items: [{ product_retailer_id: "sku", quantity: 1, item_price: 7.99, currency: "USD" }],
    },
  },
  reaction: { type: "reaction", reaction: { message_id: "wamid.quoted", emoji: "👍" } },
  edit: {
    type: "edit",
    edit: { original_message_id: "wamid.quoted", message: { type: "text", text: { body: "new" } } },
  },
  revoke: { type: "revoke", revoke: { original_message_id: "wamid.quoted" } },
  system: {
    type: "system",
    system: {
      body: "changed",
      type: "user_changed_number",
      wa_id: "6283333333333",
      user_id: "ID.3",
      previous_user_id: "ID.1",
    },
  },
  unsupported: {
    type: "unsupported",
    errors: [{ code: 131051, title: "Unsupported", error_data: { details: "Not supported" } }],
    unsupported: { type: "poll_creation" },
  },
  group: { type: "text", text: { body: "All of you" }, group_id: "G1" },
};
