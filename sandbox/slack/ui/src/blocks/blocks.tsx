import type { ComponentType } from 'react';
import { visibleText } from '../../../elements.ts';
import { type JsonRecord, listOf, recordsIn, textOf } from '../../../json.ts';
import { Element } from '../elements/element.tsx';
import { Image } from './image.tsx';
import { InputBlock } from './input-block.tsx';
import { Text } from './mrkdwn.tsx';
import { RichText } from './rich-text.tsx';
import { Table } from './table.tsx';
import { UnknownBlock } from './unknown-block.tsx';

export interface BlockProps {
  block: JsonRecord;
}

function Section({ block }: BlockProps) {
  const [accessory] = recordsIn([block.accessory]);
  const fields = listOf(block.fields);
  return (
    <div className="section">
      <div className="section-words">
        {block.text ? (
          <p className="text">
            <Text value={block.text} />
          </p>
        ) : null}
        {fields.length > 0 ? (
          <div className="fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no ids and no state
              <p className="text" key={index}>
                <Text value={field} />
              </p>
            ))}
          </div>
        ) : null}
      </div>
      {accessory ? (
        <div className="accessory">
          <Element block={block} element={accessory} />
        </div>
      ) : null}
    </div>
  );
}

function Actions({ block }: BlockProps) {
  return (
    <div className="actions">
      {recordsIn(block.elements).map((element) => (
        <Element key={String(element.action_id)} block={block} element={element} />
      ))}
    </div>
  );
}

function Context({ block }: BlockProps) {
  return (
    <div className="context">
      {recordsIn(block.elements).map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: context elements have no ids and no state
        <span key={index}>
          {element.type === 'image' ? <Image image={element} /> : <Text value={element} />}
        </span>
      ))}
    </div>
  );
}

function ImageBlock({ block }: BlockProps) {
  return (
    <figure className="image-block">
      {block.title ? <figcaption>{visibleText(block.title)}</figcaption> : null}
      <Image image={block} />
    </figure>
  );
}

const BLOCKS: Record<string, ComponentType<BlockProps>> = {
  section: Section,
  actions: Actions,
  context: Context,
  input: InputBlock,
  image: ImageBlock,
  rich_text: RichText,
  table: Table,
  header: ({ block }) => <h2 className="header-block">{visibleText(block.text)}</h2>,
  divider: () => <hr />,
  markdown: ({ block }) => <p className="text">{textOf(block.text) ?? ''}</p>,
  alert: ({ block }) => (
    <p className="alert-block text">
      <Text value={block.text} />
    </p>
  ),
};

/** Blocks in reading order. A block this page cannot draw shows as what it is. */
export function Blocks({ blocks }: { blocks: JsonRecord[] }) {
  return blocks.map((block) => {
    const Block = BLOCKS[String(block.type)] ?? UnknownBlock;
    return <Block key={String(block.block_id)} block={block} />;
  });
}
