import { visibleText } from './elements.ts';
import { type JsonRecord, listOf, recordsIn, textOf } from './json.ts';
import { renderElement, renderText } from './render-elements.ts';
import { type Reader, readMrkdwn } from './render-mrkdwn.ts';
import { renderRichText } from './render-rich-text.ts';
import type { EphemeralMessage, Inputs, OpenView, StoredMessage } from './store.ts';

interface Page {
  inputs: Inputs;
  errors: Record<string, string>;
  reader: Reader;
}

function section(block: JsonRecord, page: Page): string[] {
  const texts = [block.text, ...listOf(block.fields)].filter((item) => item !== undefined);
  const lines = texts.flatMap((item) => renderText(item, page.reader).split('\n'));
  const [accessory] = recordsIn([block.accessory]);
  if (!accessory) return lines;
  const control = renderElement(accessory, block.block_id, page.inputs, page.reader);
  if (accessory.type !== 'button') return [...lines, control];
  const [first = '', ...rest] = lines;
  return [`${first}   ${control}`, ...rest];
}

function input(block: JsonRecord, page: Page): string[] {
  const [element] = recordsIn([block.element]);
  const hint = textOf(visibleText(block.hint));
  const error = page.errors[String(block.block_id)];
  const label = `${visibleText(block.label)}${block.optional === true ? ' (optional)' : ''}`;
  return [
    /[?:]$/.test(label) ? label : `${label}:`,
    ...(element ? [`  ${renderElement(element, block.block_id, page.inputs, page.reader)}`] : []),
    ...(hint ? [`  ${hint}`] : []),
    ...(error ? [`  ! ${error}`] : []),
  ];
}

function table(block: JsonRecord, page: Page): string[] {
  return listOf(block.rows).map((row) =>
    recordsIn(row)
      .map((cell) =>
        cell.type === 'rich_text'
          ? renderRichText(cell, page.reader).join(' ')
          : String(cell.text ?? ''),
      )
      .join(' | '),
  );
}

function card(block: JsonRecord, page: Page): string[] {
  const texts = [block.title, block.subtitle, block.body].filter((item) => item !== undefined);
  const buttons = recordsIn(block.actions).map((element) =>
    renderElement(element, block.block_id, page.inputs, page.reader),
  );
  const lines = texts.map((item) => renderText(item, page.reader));
  return buttons.length > 0 ? [...lines, buttons.join('  ')] : lines;
}

type Renderer = (block: JsonRecord, page: Page) => string[];

const RENDERERS: Record<string, Renderer> = {
  section,
  input,
  table,
  data_table: (block, page) => [String(block.caption), ...table(block, page)],
  card,
  carousel: (block, page) => recordsIn(block.elements).flatMap((item) => card(item, page)),
  container: (block, page) => [
    ...[block.title, block.subtitle]
      .filter((item) => item !== undefined)
      .map((item) => renderText(item, page.reader)),
    ...renderBlocks(recordsIn(block.child_blocks), page).map((line) => `  ${line}`),
  ],
  divider: () => ['--------'],
  header: (block, page) => [renderText(block.text, page.reader)],
  context: (block, page) =>
    recordsIn(block.elements)
      .map((item) =>
        item.type === 'image' ? `(image: ${item.alt_text})` : renderText(item, page.reader),
      )
      .join('  ')
      .split('\n'),
  actions: (block, page) => [
    recordsIn(block.elements)
      .map((element) => renderElement(element, block.block_id, page.inputs, page.reader))
      .join('  '),
  ],
  rich_text: (block, page) => renderRichText(block, page.reader),
  image: (block) => [`(image: ${block.alt_text})`],
  markdown: (block) => String(block.text ?? '').split('\n'),
  alert: (block, page) => [`! ${renderText(block.text, page.reader)}`],
};

function renderBlocks(blocks: JsonRecord[], page: Page): string[] {
  return blocks.flatMap((block) => {
    const renderer = RENDERERS[String(block.type)];
    return renderer ? renderer(block, page) : [`(${String(block.type)})`];
  });
}

/** A message as lines of plain text, the way the reader sees it. */
export function renderMessage(message: StoredMessage | EphemeralMessage, reader: Reader): string[] {
  if (message.blocks.length === 0) return readMrkdwn(message.text, reader).split('\n');
  const inputs = message.kind === 'ephemeral' ? message.inputs : {};
  return renderBlocks(message.blocks, { inputs, errors: {}, reader });
}

/** A modal or Home tab as lines: title, Slack's own trouble line, blocks with values and field errors, footer. */
export function renderView(open: OpenView, reader: Reader): string[] {
  const { view } = open;
  const page = { inputs: open.inputs, errors: open.errors, reader };
  const footer = [view.close, view.submit].map(visibleText).filter((label) => label !== '');
  return [
    ...(open.type === 'modal' ? [`== ${visibleText(view.title)} ==`] : []),
    ...(open.trouble ? [`! ${open.trouble}`] : []),
    ...renderBlocks(recordsIn(view.blocks), page),
    ...(footer.length > 0 ? [footer.map((label) => `[ ${label} ]`).join('  ')] : []),
  ];
}
