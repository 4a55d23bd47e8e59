import type { BlockProps } from './blocks.tsx';

/** A block or element this page does not draw: its type, and its source on demand. */
export function UnknownBlock({ block }: BlockProps) {
  return (
    <details className="unknown">
      <summary>
        Not drawn here: <code>{String(block.type)}</code>
      </summary>
      <pre>{JSON.stringify(block, null, 2)}</pre>
    </details>
  );
}
