import type { ShownFile } from '../../../playground/shown.ts';

/** What was shared with a message: pictures as such, anything else to be downloaded. */
export function Files({ files }: { files: readonly ShownFile[] }) {
  return files.map(({ id, filename, title, altText }) =>
    filename.endsWith('.png') ? (
      <figure key={id} className="file">
        <figcaption className="quiet">{title}</figcaption>
        <img src={`/file/${id}`} alt={altText ?? title} />
      </figure>
    ) : (
      <p key={id} className="file">
        <a href={`/file/${id}`} download={filename}>
          {filename}
        </a>
      </p>
    ),
  );
}
