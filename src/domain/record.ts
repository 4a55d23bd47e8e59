/** Which record: the workspace it belongs to and its id. */
export type Ref = { team: string; id: string };
