import { type JsonRecord, recordOf, textOf } from '../../../json.ts';

/** An image by address; one that only Slack holds, or that is not https, is its alternative text. */
export function Image({ image }: { image: JsonRecord }) {
  const url = textOf(image.image_url) ?? textOf(recordOf(image.slack_file).url) ?? '';
  const words = textOf(image.alt_text) ?? '';
  if (!url.startsWith('https:')) return <span className="quiet">[image: {words}]</span>;
  return <img src={url} alt={words} />;
}
