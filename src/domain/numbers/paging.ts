/** One page of a list. */
export type Page<T> = {
  items: readonly T[];
  /** 0-based, clamped to what exists. */
  page: number;
  /** At least 1, also of an empty list. */
  pages: number;
  total: number;
};

/** Cuts one page out of a list. A page that is not there is the nearest one that is. */
export function cutPage<T>(items: readonly T[], page: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const current = Math.min(Math.max(0, page), pages - 1);
  const shown = items.slice(current * size, (current + 1) * size);
  return { items: shown, page: current, pages, total: items.length };
}
