import { cleanTerm } from './typed-clean.ts';

/** A name as it is compared: no marks, no case, no dots and commas, `St` and `&` in full, no leading `the`. */
export function fold(name: string): string {
  return cleanTerm(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.']/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}+:]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
    .replace(/\bst /g, 'saint ');
}
