import { isRecord, type JsonRecord, listOf, recordOf, recordsIn } from './json.ts';
import { LIMITS } from './limits.ts';
import { publishedBlock } from './published-types.ts';
import { list, problemsOf, type Report, type Rule } from './rules.ts';
import { BLOCK_RULES, type Surface } from './rules-blocks.ts';

/** Reports every value that appears twice under the same key. */
function reportTwins(items: JsonRecord[], key: string, pointer: string, report: Report): void {
  const seen = new Set<unknown>();
  items.forEach((item, index) => {
    const value = item[key];
    if (value === undefined) return;
    if (seen.has(value)) report(`${pointer}/${index}/${key}`, `${key} "${value}" already exists`);
    seen.add(value);
  });
}

const uniqueIds: Rule = (value, pointer, report) => {
  const blocks = listOf(value).map(recordOf);
  reportTwins(blocks, 'block_id', pointer, report);
  blocks.forEach((block, index) => {
    const at = `${pointer}/${index}/elements`;
    reportTwins(listOf(block.elements).map(recordOf), 'action_id', at, report);
  });
};

/** Every element of the blocks, whatever it stands in. */
function elementsIn(value: unknown): JsonRecord[] {
  return recordsIn(value).flatMap((block) =>
    [block.accessory, block.element, ...listOf(block.elements)].filter(isRecord),
  );
}

const oneFocus: Rule = (value, pointer, report) => {
  const focused = elementsIn(value).filter((element) => element.focus_on_load === true);
  if (focused.length > 1) report(pointer, 'only one element may have focus_on_load');
};

const markdownInAll: Rule = (value, pointer, report) => {
  const texts = recordsIn(value).map((block) => (block.type === 'markdown' ? block.text : ''));
  if (texts.join('').length > LIMITS.markdown.text) {
    report(pointer, `no more than ${LIMITS.markdown.text} characters of markdown`);
  }
};

/**
 * What Slack would refuse about the blocks of a message, a modal or a Home tab: one sentence with a JSON pointer for
 * each problem, none when all is well. `pointer` is where the blocks stand in the call. What the documentation allows is
 * held against the published types too.
 */
export function validateBlocks(blocks: unknown, surface: Surface, pointer = '/blocks'): string[] {
  const most = LIMITS.blocks[surface];
  const all = list(BLOCK_RULES[surface], most, 0);
  const problems = [all, uniqueIds, oneFocus, markdownInAll].flatMap((rule) =>
    problemsOf(rule, blocks, pointer),
  );
  return problems.length > 0
    ? problems
    : problemsOf(list(publishedBlock, most, 0), blocks, pointer);
}
