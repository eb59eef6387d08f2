import {
  AmountOutOfRangeError,
  BudgetNotPositiveError,
  DuplicateIdError,
  InvalidPlanError,
  NothingToAllocateError,
  TooManyLinesError,
  WeightOutOfRangeError,
} from './allocation.errors.js';

/** The largest budget, gap or limit: more than any currency's money supply in minor units, and far inside of a bigint column. */
const MOST_MINOR = 10n ** 16n;
const MOST_WEIGHT = 1_000_000n;

const DIGITS = /^[0-9]{1,30}$/;
const MOST_ID_LENGTH = 200;

/** The fields of one object of a plan file; everything that is wrong is told with its place. */
export class PlanFields {
  readonly #asked = new Set<string>();
  readonly #inner: PlanFields[] = [];

  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    readonly pointer: string,
  ) {}

  static of(value: unknown, pointer: string): PlanFields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InvalidPlanError(pointer, 'an object');
    }
    return new PlanFields(value as Readonly<Record<string, unknown>>, pointer);
  }

  at(name: string): string {
    return `${this.pointer}/${name}`;
  }

  text(name: string): string {
    const value = this.get(name);
    if (typeof value === 'string' && value !== '' && value.length <= MOST_ID_LENGTH) return value;
    throw new InvalidPlanError(this.at(name), `a text of 1 to ${String(MOST_ID_LENGTH)} characters`);
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const found = values.find((value) => value === this.get(name));
    if (found === undefined) throw new InvalidPlanError(this.at(name), `one of ${values.join(', ')}`);
    return found;
  }

  texts(name: string): string[] {
    const value = this.get(name);
    if (!Array.isArray(value) || !value.every((text) => typeof text === 'string'))
      throw new InvalidPlanError(this.at(name), 'a list of texts');
    return value;
  }

  object(name: string): PlanFields {
    const inner = PlanFields.of(this.get(name), this.at(name));
    this.#inner.push(inner);
    return inner;
  }

  objects(name: string): PlanFields[] {
    const value = this.get(name);
    if (!Array.isArray(value)) throw new InvalidPlanError(this.at(name), 'a list');
    const inner = value.map((item, index) => PlanFields.of(item, `${this.at(name)}/${String(index)}`));
    for (const fields of inner) this.#inner.push(fields);
    return inner;
  }

  /** Places of fields that were not asked for, once everything was read: the name of one that may be left out is easily misspelt. */
  ignored(): string[] {
    const own = Object.keys(this.values).filter((name) => !this.#asked.has(name));
    return [...own.map((name) => this.at(name)), ...this.#inner.flatMap((fields) => fields.ignored())];
  }

  /** An amount in minor units: a text of digits. A number of JSON is refused, since its reader may have rounded it. */
  amount(name: string): bigint {
    const value = this.get(name);
    if (typeof value !== 'string' || !/^-?[0-9]{1,30}$/.test(value)) {
      throw new InvalidPlanError(this.at(name), 'an amount in minor units, as a text of digits');
    }
    const amount = BigInt(value);
    if (amount > MOST_MINOR || amount < -MOST_MINOR) throw new AmountOutOfRangeError(this.at(name), MOST_MINOR);
    return amount;
  }

  /** Zero or more; absent is zero. */
  optionalAmount(name: string): bigint {
    return this.isAbsent(name) ? 0n : this.notNegative(name);
  }

  notNegative(name: string): bigint {
    const amount = this.amount(name);
    if (amount < 0n) throw new InvalidPlanError(this.at(name), 'zero or more');
    return amount;
  }

  isAbsent(name: string): boolean {
    return this.get(name) === undefined || this.get(name) === null;
  }

  /** The same, also as a number of JSON that has not been rounded. */
  amountOrNumber(name: string): bigint {
    const value = this.get(name);
    return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : this.amount(name);
  }

  /** A whole number, as a number or as a text of digits. */
  weight(name: string): bigint {
    const value = this.get(name);
    const isWhole =
      typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && DIGITS.test(value);
    if (!isWhole) throw new InvalidPlanError(this.at(name), 'a whole number');
    const weight = BigInt(value as number | string);
    if (weight < 0n || weight > MOST_WEIGHT) throw new WeightOutOfRangeError(this.at(name), MOST_WEIGHT);
    return weight;
  }

  private get(name: string): unknown {
    this.#asked.add(name);

    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }
}

export function positive(plan: PlanFields, name: string): bigint {
  const amount = plan.amount(name);
  if (amount <= 0n) throw new BudgetNotPositiveError(plan.at(name));
  return amount;
}

export function atLeastOne(plan: PlanFields, name: string, amount = plan.amount(name)): bigint {
  if (amount < 1n) throw new InvalidPlanError(plan.at(name), 'at least 1');
  return amount;
}

/** Objects with ids of their own, at least one and at most so many. */
export function distinct(plan: PlanFields, name: string, most: number): PlanFields[] {
  const lines = plan.objects(name);
  if (lines.length === 0) throw new NothingToAllocateError({ pointer: plan.at(name) });
  if (lines.length > most) throw new TooManyLinesError(plan.at(name), most);
  const seen = new Set<string>();
  for (const line of lines) {
    const id = line.text('id');
    if (seen.has(id)) throw new DuplicateIdError(line.at('id'), id);
    seen.add(id);
  }
  return lines;
}
