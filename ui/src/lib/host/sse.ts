/**
 * Takes the `data` of server-sent events out of text that arrives in pieces of any size. Comments
 * (heartbeats) and fields other than `data` are passed over.
 */
export class EventReader {
  #rest = '';
  #data: string[] = [];

  /** The messages that this piece completes. */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    const messages: string[] = [];
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length > 0) messages.push(this.#data.join('\n'));
        this.#data = [];
      } else if (line.startsWith('data:')) {
        this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
      }
    }
    return messages;
  }
}

/** Waiting times between attempts to reconnect: doubling to a ceiling, spread so that many windows do not come at once. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(15_000, 250 * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * random();
}
