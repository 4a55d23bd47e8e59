import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What a command was given can't be meant. It has done nothing yet. */
export class ArgumentError extends Error {}

export const HELP = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * What was typed after a command. Throws ArgumentError for what it doesn't know, for an option without a value, as an unset
 * variable leaves it, and for one that is named twice and may not be: the first would be dropped.
 */
export function readArguments<T extends ParseArgsConfig>(config: T) {
  try {
    const { options: known = {}, allowPositionals = false }: ParseArgsConfig = config;
    const { tokens } = parseArgs({ options: known, allowPositionals, tokens: true });
    const options = tokens.filter((token) => token.kind === 'option');
    const empty = options.find(({ value }) => value?.trim() === '');
    if (empty) throw new ArgumentError(`${empty.rawName} has no value`);
    const twice = options.find(
      ({ name }, at) =>
        known[name]?.multiple !== true &&
        options.findIndex((option) => option.name === name) !== at,
    );
    if (twice) throw new ArgumentError(`${twice.rawName} can be given only once`);
    return parseArgs(config);
  } catch (error) {
    throw isOfParser(error) ? new ArgumentError(error.message) : error;
  }
}

function isOfParser(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
  );
}
