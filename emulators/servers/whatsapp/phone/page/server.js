async function call(path, method = "GET", body) {
  return answerTo(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
}

async function answerTo(path, init) {
  const response = await fetch(path, init).catch(() => undefined);
  if (response === undefined) throw new Error("the server does not answer");
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `the server answered ${response.status}`);
  return answer;
}

const message = (wamid) => `/__phone/messages/${encodeURIComponent(wamid)}`;

/** The phone's side of the server. */
export const server = {
  outlets: async () => (await call("/__phone/outlets")).outlets,
  conversations: async () => (await call("/__phone/conversations")).conversations,
  messages: async ({ phoneNumberId, customer }) =>
    (await call(`/__phone/conversations/${phoneNumberId}/${customer}/messages`)).messages,
  setCustomer: (customer, settings) => call(`/__phone/customers/${customer}`, "PUT", settings),
  send: (given) => call("/__phone/messages", "POST", given),
  edit: (wamid, text) => call(message(wamid), "PUT", { text }),
  remove: (wamid) => call(message(wamid), "DELETE"),
  played: (wamid) => call(`${message(wamid)}/played`, "POST"),
  /** Resolves to the file's id. */
  async upload(file, to) {
    const query = new URLSearchParams({ to, ...(file.name ? { filename: file.name } : {}) });
    const headers = { "content-type": file.type || "application/octet-stream" };
    const { id } = await answerTo(`/__phone/media?${query}`, { method: "POST", headers, body: file });
    return id;
  },
  /** Messages, statuses and typing of one chat; an open one gets its messages read. */
  events: ({ phoneNumberId, customer }, isOpen) =>
    new EventSource(
      `/__phone/events?${new URLSearchParams({ phoneNumberId, customer, open: isOpen ? "1" : "0" })}`,
    ),
};
