// The part of Redis' wire protocol (RESP2 and RESP3) needed to tell one command or reply from the next.
// Source: redis.io/docs/latest/develop/reference/protocol-spec

/** Whole commands at the start of `data`, each with its bytes and its words, and what is left. */
export function takeCommands(data: Buffer) {
  const commands: { bytes: Buffer; words: string[] }[] = [];
  let at = 0;
  for (;;) {
    const words: string[] = [];
    const end = skip(data, at, (text) => words.push(text));
    if (end === undefined) return { commands, rest: data.subarray(at) };
    commands.push({ bytes: data.subarray(at, end), words });
    at = end;
  }
}

/** Whole replies at the start of `data`, and what is left. */
export function takeReplies(data: Buffer) {
  const replies: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = skip(data, at, () => {});
    if (end === undefined) return { replies, rest: data.subarray(at) };
    replies.push(data.subarray(at, end));
    at = end;
  }
}

/** Where the value that begins at `start` ends; undefined while it is not complete. Hands over every bulk string. */
function skip(data: Buffer, start: number, bulk: (text: string) => void): number | undefined {
  const lineEnd = data.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const next = lineEnd + 2;
  const kind = String.fromCharCode(data[start] ?? 0);
  const size = Number(data.toString('latin1', start + 1, lineEnd));
  if ('$=!'.includes(kind)) {
    if (size < 0) return next;
    if (data.length < next + size + 2) return undefined;
    bulk(data.toString('utf8', next, next + size));
    return next + size + 2;
  }
  const parts = '*~>'.includes(kind) ? size : kind === '%' ? size * 2 : 0;
  let at: number | undefined = next;
  for (let index = 0; index < parts && at !== undefined; index += 1) at = skip(data, at, bulk);
  return at;
}
