import type { Channel } from '../vobiz/channels.ts';
import type { Faults } from '../vobiz/faults.ts';
import type { InventoryNumber } from '../vobiz/inventory.ts';
import type { Order } from '../vobiz/orders.ts';
import type { Verification } from '../vobiz/verifications.ts';

/** `vobiz.inventory`, `vobiz.orders`, `vobiz.owned`, `vobiz.codes`, `vobiz.faults` and `vobiz.calls`: what the vendor really holds. */
export type ShownNumber = InventoryNumber;
export type ShownOrder = Order;
export interface ShownOwned {
  e164: string;
  status: string;
  isBlocked: boolean;
  monthly: number;
  currency: string;
  channel?: Pick<Channel, 'id' | 'status'> & { review: Channel['verification_status'] };
}
export type ShownCode = Verification & { isExpired: boolean };
export type ShownFaults = ReturnType<Faults['describe']>;
export interface ShownVobizCall {
  at: number;
  method: string;
  path: string;
  status?: number;
  fault?: string;
}
