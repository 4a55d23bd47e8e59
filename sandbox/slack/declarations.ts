/** A type as a declaration file writes it. Generic types and tuples are read over: nothing here is made of one. */
export type Type =
  | { is: 'any' }
  | { is: 'value'; value: string | number }
  | { is: 'name'; name: string }
  | { is: 'list'; of: Type }
  | { is: 'object'; extends: string[]; fields: Fields }
  | { is: 'one' | 'all'; of: Type[] };

/** The fields of an object by name. */
export type Fields = ReadonlyMap<string, { type: Type; isOptional: boolean }>;

const TOKEN = /'[^']*'|[A-Za-z_]\w*|\d+|[{}()[\]<>|&;:?,=]/g;
const CLOSES: Readonly<Record<string, string>> = { '<': '>', '[': ']' };

/** The words of a declaration file, taken one after the other. */
function createReader(source: string) {
  const tokens = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').match(TOKEN) ?? [];
  let at = 0;
  const reader = {
    isAtEnd: (): boolean => at >= tokens.length,
    peek: (): string => tokens[at] ?? '',
    next: (): string => tokens[at++] ?? '',
    /** Whether the next word was this one, and is taken. */
    took(token: string): boolean {
      const isNext = tokens[at] === token;
      if (isNext) at += 1;
      return isNext;
    },
    expect(token: string): void {
      if (reader.took(token)) return;
      throw new Error(
        `"${token}" expected, not "${reader.peek()}", after ${tokens.slice(at - 8, at).join(' ')}`,
      );
    },
    /** Reads over the rest of what `open` began. */
    skip(open: string): void {
      for (let depth = 1; depth > 0 && !reader.isAtEnd(); ) {
        const token = reader.next();
        if (token === open) depth += 1;
        if (token === CLOSES[open]) depth -= 1;
      }
    },
  };
  return reader;
}
type Reader = ReturnType<typeof createReader>;

function readFields(reader: Reader): Fields {
  const fields = new Map<string, { type: Type; isOptional: boolean }>();
  reader.expect('{');
  while (!reader.took('}')) {
    const name = reader.next();
    const isOptional = reader.took('?');
    reader.expect(':');
    fields.set(name, { type: readType(reader), isOptional });
    reader.expect(';');
  }
  return fields;
}

function readWord(reader: Reader): Type {
  const word = reader.next();
  if (word.startsWith("'")) return { is: 'value', value: word.slice(1, -1) };
  if (/^\d/.test(word)) return { is: 'value', value: Number(word) };
  if (word !== '[' && !reader.took('<')) return { is: 'name', name: word };
  reader.skip(word === '[' ? '[' : '<');
  return { is: 'any' };
}

function readOne(reader: Reader): Type {
  if (reader.peek() === '{') return { is: 'object', extends: [], fields: readFields(reader) };
  if (!reader.took('(')) return readWord(reader);
  const inner = readType(reader);
  reader.expect(')');
  return inner;
}

function readList(reader: Reader): Type {
  let type = readOne(reader);
  while (reader.took('[')) {
    reader.expect(']');
    type = { is: 'list', of: type };
  }
  return type;
}

/** Parts that a sign joins; a part alone is itself. */
function readJoined(reader: Reader, sign: string, is: 'one' | 'all', part: () => Type): Type {
  const first = part();
  const of = [first];
  while (reader.took(sign)) of.push(part());
  return of.length === 1 ? first : { is, of };
}

function readType(reader: Reader): Type {
  const all = () => readJoined(reader, '&', 'all', () => readList(reader));
  return readJoined(reader, '|', 'one', all);
}

function readParents(reader: Reader): string[] {
  const parents: string[] = [];
  while (reader.took('extends') || reader.took(',')) parents.push(reader.next());
  return parents;
}

/** The interfaces and types that a declaration file of TypeScript names. Throws when it is written in another way. */
export function readDeclarations(source: string): Map<string, Type> {
  const reader = createReader(source);
  const found = new Map<string, Type>();
  while (!reader.isAtEnd()) {
    const word = reader.next();
    if (word === 'interface') {
      const name = reader.next();
      found.set(name, { is: 'object', extends: readParents(reader), fields: readFields(reader) });
    } else if (word === 'type' && reader.peek() !== '{') {
      const name = reader.next();
      reader.expect('=');
      found.set(name, readType(reader));
    }
  }
  return found;
}
