import { isBoolean, isNumber, isRecord, Stored } from './stored';

const singleKeys = new Stored('penstock.single-keys', true, isBoolean);
const listWidth = new Stored('penstock.list-width', 472, isNumber);
const panelHeight = new Stored('penstock.panel-height', 232, isNumber);
const showTravel = new Stored('penstock.show-travel', false, isBoolean);
const taskParams = new Stored<Record<string, unknown>>('penstock.task-params', {}, isRecord);

/** What a person set up in this window; kept between starts. */
export class Settings {
  #singleKeys = $state(singleKeys.read());
  #listWidth = $state(listWidth.read());
  #panelHeight = $state(panelHeight.read());
  #showTravel = $state(showTravel.read());

  /** Single-letter shortcuts act (WCAG 2.1.4 wants a switch). */
  get singleKeys(): boolean {
    return this.#singleKeys;
  }
  set singleKeys(on: boolean) {
    this.#singleKeys = on;
    singleKeys.write(on);
  }

  /** Width of the job list in px. */
  get listWidth(): number {
    return this.#listWidth;
  }
  set listWidth(px: number) {
    this.#listWidth = Math.round(px);
    listWidth.write(this.#listWidth);
  }

  /** Height of the panel under the picture in px. */
  get panelHeight(): number {
    return this.#panelHeight;
  }
  set panelHeight(px: number) {
    this.#panelHeight = Math.round(px);
    panelHeight.write(this.#panelHeight);
  }

  /** The picture shows the ways with the pen up. */
  get showTravel(): boolean {
    return this.#showTravel;
  }
  set showTravel(on: boolean) {
    this.#showTravel = on;
    showTravel.write(on);
  }

  /** What was last changed from the defaults of this task. */
  paramsOf(task: string): Record<string, unknown> {
    const found = taskParams.read()[task];
    return isRecord(found) ? found : {};
  }

  keepParams(task: string, params: Record<string, unknown>): void {
    taskParams.write({ ...taskParams.read(), [task]: params });
  }
}
