/** The published paths of the messaging API; the account comes from the headers. */
export const MESSAGING = '/api/v1/messaging';
export const ORDERS = `${MESSAGING}/numbers/whatsapp/orders`;
export const CHANNELS = `${MESSAGING}/channels/whatsapp`;
export const BRING_YOUR_OWN = `${MESSAGING}/numbers/whatsapp/bring-your-own`;
