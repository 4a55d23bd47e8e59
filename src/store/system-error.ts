/** Whether the system gave this code (`ENOENT`, `EEXIST`) for what failed. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** For `.catch`: undefined for a file that is not there; everything else is thrown on. */
export function ifMissing(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error;
}
