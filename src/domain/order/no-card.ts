/**
 * Why a card cannot appear in a place. Somebody can invite the bot, show it a private channel or bring an archived one back;
 * in direct messages of other people a card never appears.
 */
export type NoCard = 'not_a_member' | 'archived' | 'not_found' | 'direct_messages';
