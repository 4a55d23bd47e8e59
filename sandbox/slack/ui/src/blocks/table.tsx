import { type JsonRecord, listOf, recordsIn } from '../../../json.ts';
import type { BlockProps } from './blocks.tsx';
import { RichText } from './rich-text.tsx';

function Cell({ cell }: { cell: JsonRecord }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : String(cell.text ?? '');
}

/** A table block; its first row is its head. */
export function Table({ block }: BlockProps) {
  const [head = [], ...rows] = listOf(block.rows).map(recordsIn);
  /* biome-ignore-start lint/suspicious/noArrayIndexKey: rows and cells have no ids and no state */
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) => (
                <td key={place}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  /* biome-ignore-end lint/suspicious/noArrayIndexKey: rows and cells have no ids and no state */
}
