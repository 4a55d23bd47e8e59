export type Person = { id: string; name: string };

export const ASHA: Person = { id: 'U0ASHA', name: 'Asha' };
export const RAVI: Person = { id: 'U0RAVI', name: 'Ravi' };
export const DEV: Person = { id: 'U0DEV', name: 'Dev' };
export const MEERA: Person = { id: 'U0MEERA', name: 'Meera' };
export const GITA: Person = { id: 'U0GUEST', name: 'Gita' };

export const OPS = 'C0OPS';
export const APPROVALS = 'C0APPROVALS';
export const RANDOM = 'C0RANDOM';
