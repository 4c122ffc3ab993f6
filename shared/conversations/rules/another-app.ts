/** Why a conversation is a human's while another app of the business has it, and nobody has written there. */
export const anotherApp = "another-app";
