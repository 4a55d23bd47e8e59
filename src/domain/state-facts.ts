/** The states whose row in a facts table has this fact. */
export type StatesWith<Facts extends Readonly<Record<string, readonly string[]>>, Fact> = {
  [S in keyof Facts]: Fact extends Facts[S][number] ? S : never;
}[keyof Facts];
