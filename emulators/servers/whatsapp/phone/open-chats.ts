/** Which chats are on a phone's screen now; a chat may be open on several. */
export type OpenChats = {
  open(phoneNumberId: string, customer: string): () => void;
  has(phoneNumberId: string, customer: string): boolean;
};

export function createOpenChats(): OpenChats {
  const counts = new Map<string, number>();
  return {
    open(phoneNumberId, customer) {
      const key = `${phoneNumberId}:${customer}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return () => {
        const left = (counts.get(key) ?? 1) - 1;
        if (left === 0) counts.delete(key);
        else counts.set(key, left);
      };
    },
    has: (phoneNumberId, customer) => counts.has(`${phoneNumberId}:${customer}`),
  };
}
