import type { CommandName, Commands, WireError } from './bindings';

export type { CommandName };
export type RequestOf<C extends CommandName> = Commands[C]['request'];
export type ResponseOf<C extends CommandName> = Commands[C]['response'];

/** What a call throws: the wire error, as an `Error` so that it keeps its stack. */
export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(readonly wire: WireError) {
    super(wire.title);
  }
}

const isWireError = (value: unknown): value is WireError =>
  typeof value === 'object' && value !== null && 'code' in value && 'title' in value;

/** Any thrown thing as a `CallError`; `title` stands in where it says nothing of itself. */
export function asCallError(thrown: unknown, title: string): CallError {
  if (thrown instanceof CallError) return thrown;
  if (isWireError(thrown)) return new CallError(thrown);
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new CallError({ code: 'internal', title, advice: null, detail, field: null });
}
