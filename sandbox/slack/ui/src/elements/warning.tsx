/** Slack's sign beside a control whose use the app did not acknowledge. */
export function Warning({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <span className="warning" role="alert" title={text}>
      <span aria-hidden="true">⚠</span> The app did not respond.
    </span>
  );
}
