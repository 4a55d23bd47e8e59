const BOLD = /\*([^*\s](?:[^*]*[^*\s])?)\*/g;
const CODE = /`[^`]+`/g;
/** A wrapped line goes on under its own beginning. */
const HANG = /^\s*(?:[•!|✓✗▸]\s)?/;
const NO_BREAK = '\u00a0';

/** Slack's `*bold*` as `mark` shows it; the signs themselves go. */
export function inBold(line: string, mark: (text: string) => string): string {
  return line.replace(BOLD, (_whole, text: string) => mark(text));
}

/** Breaks a line at spaces so that it fits. What is bold stays so on both sides of a break; code is not broken. */
export function wrap(line: string, width: number): string[] {
  const hang = ' '.repeat(HANG.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let rest = line
    .replace(BOLD, (_whole, text: string) => text.replace(/\S+/g, '*$&*'))
    .replace(CODE, (code) => code.replaceAll(' ', NO_BREAK));
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    if (space <= hang.length) break;
    lines.push(rest.slice(0, space));
    rest = `${hang}${rest.slice(space + 1)}`;
  }
  return [...lines, rest].map((one) => one.replaceAll(NO_BREAK, ' '));
}
