import { ProtocolError } from "../socket/wire";

export type Json = Readonly<Record<string, unknown>>;

// Readers of one field each: they give it with its type or throw ProtocolError with its name.

export function object(value: unknown, name = "a message"): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProtocolError(`${name} is not an object`);
  }
  return value as Json;
}

export function number(from: Json, field: string): number {
  const value = from[field];
  if (typeof value !== "number" || !Number.isFinite(value)) throw new ProtocolError(`${field} is not a number`);
  return value;
}

/** A whole number from 0 on. */
export function count(from: Json, field: string): number {
  const value = number(from, field);
  if (!Number.isSafeInteger(value) || value < 0) throw new ProtocolError(`${field} is not a whole number from 0 on`);
  return value;
}

export function string(from: Json, field: string): string {
  const value = from[field];
  if (typeof value !== "string") throw new ProtocolError(`${field} is not a string`);
  return value;
}

export function boolean(from: Json, field: string): boolean {
  const value = from[field];
  if (typeof value !== "boolean") throw new ProtocolError(`${field} is not a boolean`);
  return value;
}

export function choice<T extends string>(from: Json, field: string, choices: readonly T[]): T {
  const value = choices.find((known) => known === from[field]);
  if (value === undefined) throw new ProtocolError(`${field} is none of ${choices.join(", ")}`);
  return value;
}

/** What a reader makes of the field, or null where the field is null or left out. */
export function nullable<T>(from: Json, field: string, read: (from: Json, field: string) => T): T | null {
  return from[field] === null || from[field] === undefined ? null : read(from, field);
}

export function list<T>(from: Json, field: string, read: (item: unknown) => T): readonly T[] {
  const value = from[field];
  if (!Array.isArray(value)) throw new ProtocolError(`${field} is not a list`);
  return value.map(read);
}

export function strings(from: Json, field: string): readonly string[] {
  return list(from, field, (item) => string({ item }, "item"));
}
