/** Sends one message after the other, so that quick lines keep their order, and keeps what was not taken. */
export function createOutbox({ deliver, onFailure }) {
  const failed = new Map();
  let sending = Promise.resolve();
  let count = 0;

  function send(given) {
    for (const [id, message] of failed) if (message.given === given) failed.delete(id);
    sending = sending.then(() => deliver(given)).catch((error) => keep(given, error));
    return sending;
  }

  function keep(given, error) {
    const message = unsentMessage(`unsent-${++count}`, given, error.message);
    failed.set(message.wamid, message);
    onFailure(message);
  }

  return { send, failed: () => [...failed.values()] };
}

/** In the form of the server's messages, so that it stands in the chat like any other. */
function unsentMessage(wamid, given, reason) {
  const text = given.text ?? (given.media ? `[${given.media.kind}]` : `[${given.raw?.type ?? "message"}]`);
  return {
    wamid,
    unsent: true,
    given,
    phoneNumberId: given.to,
    customer: given.from,
    direction: "in",
    type: "text",
    summary: text,
    card: { text },
    at: new Date().toISOString(),
    status: "failed",
    reactions: {},
    error: { title: reason },
  };
}
