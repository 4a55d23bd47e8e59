/** A number for sale. Fees in major units of `currency`, as the vendor sends them. */
export interface InventoryNumber {
  e164: string;
  country: string;
  region: string;
  setup: number;
  monthly: number;
  currency: string;
}

export type Inventory = ReturnType<typeof createInventory>;

/** The shelf: what a search finds and an order takes from. */
export function createInventory(seed: readonly InventoryNumber[]) {
  const shelf = new Map(seed.map((number) => [number.e164, { ...number }]));

  function known(e164: string): InventoryNumber {
    const number = shelf.get(e164);
    if (!number) throw new Error(`${e164} is not in the inventory`);
    return number;
  }

  return {
    list: (): InventoryNumber[] => [...shelf.values()].map((number) => ({ ...number })),
    get: (e164: string): InventoryNumber | undefined => shelf.get(e164),
    in: (country: string, region?: string): InventoryNumber[] =>
      [...shelf.values()].filter(
        (number) => number.country === country && (!region || number.region === region),
      ),
    add(number: InventoryNumber): void {
      shelf.set(number.e164, { ...number });
    },
    /** Takes a number off the shelf; throws when it is not there. */
    take(e164: string): InventoryNumber {
      const number = known(e164);
      shelf.delete(e164);
      return number;
    },
    setPrice(e164: string, price: { setup: number; monthly: number }): void {
      shelf.set(e164, { ...known(e164), ...price });
    },
  };
}

/** An item of `GET /numbers/whatsapp/availability`: exactly the six published fields. */
export function availabilityItem(number: InventoryNumber) {
  return {
    e164: number.e164,
    country: number.country,
    region: number.region,
    setup_fee: number.setup,
    monthly_fee: number.monthly,
    currency: number.currency,
  };
}
