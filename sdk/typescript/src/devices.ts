/**
 * Where the secrets of trusted devices are kept, by the address of the person who proved the device. They outlive a logout: with
 * one, its person needs no code on this device. Somebody else's is worth nothing.
 */
export interface DeviceStore {
  load(email: string): string | undefined | Promise<string | undefined>;
  save(email: string, token: string): void | Promise<void>;
}

/** Keeps the secrets for as long as the program runs. */
export function memoryDeviceStore(): DeviceStore {
  const tokens = new Map<string, string>();
  return { load: (email) => tokens.get(normal(email)), save: (email, token) => void tokens.set(normal(email), token) };
}

/** Keeps the secrets in `localStorage`. Any script of the page can read them there; without the password they open nothing. */
export function webStorageDeviceStore(storage: Pick<Storage, 'getItem' | 'setItem'>, key = 'satcom.device'): DeviceStore {
  const name = (email: string): string => `${key}:${normal(email)}`;
  return { load: (email) => storage.getItem(name(email)) ?? undefined, save: (email, token) => storage.setItem(name(email), token) };
}

const normal = (email: string): string => email.trim().toLowerCase();
