/** What a person or channel is called where text is shown as it stands; undefined when nobody says. */
export type NameOf = (userId: string) => string | undefined;

/** A token, or one of the three entities, so that each is read once and no result is read again. */
const MARKUP = /<([^<>|\s][^<>|]*)(?:\|([^<>]*))?>|&(?:amp|lt|gt);/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * The text of a message as people read it. In events and payloads it is markup: `&`, `<` and `>` are entities, links are
 * `<https://…|label>`, people `<@U…>`, channels `<#C…|name>`. It is decoded here, once, where it comes in; whatever shows it
 * escapes it again. Source: docs.slack.dev/messaging/formatting-message-text
 */
export function plainOf(markup: string, nameOf: NameOf = () => undefined): string {
  return markup.replace(MARKUP, (whole: string, target?: string, label?: string) =>
    target === undefined ? entity(whole) : tokenText(target, label && entities(label), nameOf),
  );
}

/** The same with the people in it by their names: where text is shown as it stands, an id says nothing. */
export async function namedText(
  markup: string,
  nameOf: (userId: string) => Promise<string | undefined>,
): Promise<string> {
  const ids = [...markup.matchAll(/<@([UW][A-Z0-9]+)>/g)].flatMap(([, id]) => id ?? []);
  const named = [...new Set(ids)].map(async (id) => [id, await nameOf(id)] as const);
  const names = new Map(await Promise.all(named));
  return plainOf(markup, (id) => names.get(id));
}

function tokenText(target: string, label: string | undefined, nameOf: NameOf): string {
  const [sign, id] = [target.charAt(0), target.slice(1)];
  if (sign === '@') return `@${label || nameOf(id) || id}`;
  if (sign === '#') return `#${label || id}`;
  if (sign === '!') return specialText(id, label);
  const address = entities(target);
  const phone = /^tel:(.*)$/.exec(address)?.[1];
  if (phone === undefined) return label || address.replace(/^mailto:/, '');
  return label && label.replace(/\D/g, '') !== phone.replace(/\D/g, '')
    ? `${label} ${phone}`
    : label || phone;
}

/** `<!here>`, `<!subteam^S…|@handle>`, `<!date^…|what is shown where dates cannot be>`. */
function specialText(name: string, label: string | undefined): string {
  if (label) return label;
  const [kind, id] = name.split('^');
  return `@${kind === 'subteam' && id ? id : kind}`;
}

function entities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, entity);
}

function entity(name: string): string {
  return ENTITIES[name] ?? name;
}
