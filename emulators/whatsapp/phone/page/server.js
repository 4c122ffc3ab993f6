async function call(path, method = "GET", body) {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}`);
  return answer;
}

/** The phone's side of the server. */
export const server = {
  outlets: async () => (await call("/__phone/outlets")).outlets,
  conversations: async () => (await call("/__phone/conversations")).conversations,
  messages: async ({ phoneNumberId, customer }) =>
    (await call(`/__phone/conversations/${phoneNumberId}/${customer}/messages`)).messages,
  setCustomer: (customer, settings) => call(`/__phone/customers/${customer}`, "PUT", settings),
  send: (message) => call("/__phone/messages", "POST", message),
  /** Messages, statuses and typing of one chat; an open one gets its messages read. */
  events: ({ phoneNumberId, customer }, isOpen) =>
    new EventSource(
      `/__phone/events?${new URLSearchParams({ phoneNumberId, customer, open: isOpen ? "1" : "0" })}`,
    ),
};
