/** The value that `share` (0 to 1) of the sorted values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('no values');
  return value;
}

/** The middle value; the mean of the middle two of an even count. */
export function median(values: readonly number[]): number {
  const below = quantile(values, 0.5);
  if (values.length % 2 === 1) return below;
  const above = -quantile(
    values.map((value) => -value),
    0.5,
  );
  return (below + above) / 2;
}

/** The median of the ratios of two series that were measured in turns: what slows both down cancels. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}
