import { construct, itemsOf, namedClass, type Pickled, storageOf } from './torch-pickle-values.ts';

/**
 * Reads one pickle of protocol 2 (Python's `pickletools` describes the opcodes) from `bytes` at `start`. Only the opcodes and
 * classes of a PyTorch state dict are understood, so that the file can build tables and nothing else: everything further
 * throws, as does a file that ends early.
 */
export function readPickle(bytes: Uint8Array, start: number): { readonly value: Pickled; readonly end: number } {
  const machine = new PickleMachine(bytes, start);
  return { value: machine.run(), end: machine.position };
}

class PickleMachine {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #memo = new Map<number, Pickled>();
  #stack: Pickled[] = [];
  readonly #marked: Pickled[][] = [];

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = start;
  }

  run(): Pickled {
    for (;;) {
      const opcode = this.#byte();
      if (opcode === 0x2e /* STOP */) return this.#pop();
      this.#step(opcode);
    }
  }

  #step(opcode: number): void {
    const value = this.#valueOf(opcode);
    if (value === undefined) this.#change(opcode);
    else this.#stack.push(value);
  }

  /** The value an opcode puts on the stack; undefined when it puts none. */
  #valueOf(opcode: number): Pickled | undefined {
    switch (opcode) {
      case 0x4e: // NONE
        return null;
      case 0x88: // NEWTRUE
        return true;
      case 0x89: // NEWFALSE
        return false;
      case 0x4b: // BININT1
        return this.#byte();
      case 0x4d: // BININT2
        return this.#view.getUint16(this.#skip(2), true);
      case 0x4a: // BININT
        return this.#view.getInt32(this.#skip(4), true);
      case 0x8a: // LONG1
        return this.#long(this.#byte());
      case 0x58: // BINUNICODE
        return this.#text(this.#view.getUint32(this.#skip(4), true));
      case 0x7d: // EMPTY_DICT
        return new Map();
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        return [];
      case 0x74: // TUPLE
        return this.#sinceMark();
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#popSeveral(opcode - 0x84);
      case 0x68: // BINGET
        return this.#recalled(this.#byte());
      case 0x6a: // LONG_BINGET
        return this.#recalled(this.#view.getUint32(this.#skip(4), true));
      case 0x63: // GLOBAL
        return namedClass(`${this.#line()} ${this.#line()}`);
      case 0x51: // BINPERSID
        return storageOf(itemsOf(this.#pop()));
      case 0x52: {
        // REDUCE
        const parameters = itemsOf(this.#pop());
        return construct(this.#pop(), parameters);
      }
      default:
        return undefined;
    }
  }

  #change(opcode: number): void {
    switch (opcode) {
      case 0x80: // PROTO
        if (this.#byte() !== 2) throw new Error('a pickle of another protocol than 2');
        break;
      case 0x28: // MARK
        this.#marked.push(this.#stack);
        this.#stack = [];
        break;
      case 0x65: {
        // APPENDS
        const items = this.#sinceMark();
        itemsOf(this.#top()).push(...items);
        break;
      }
      case 0x73: // SETITEM
        this.#setItems(this.#popSeveral(2));
        break;
      case 0x75: // SETITEMS
        this.#setItems(this.#sinceMark());
        break;
      case 0x71: // BINPUT
        this.#memo.set(this.#byte(), this.#top());
        break;
      case 0x72: // LONG_BINPUT
        this.#memo.set(this.#view.getUint32(this.#skip(4), true), this.#top());
        break;
      case 0x62: // BUILD, which gives a state dict its version notes: they change no weight
        this.#pop();
        break;
      default:
        throw new Error(`a pickle with opcode 0x${opcode.toString(16)}, which no state dict needs`);
    }
  }

  #pop(): Pickled {
    const value = this.#stack.pop();
    if (value === undefined) throw new Error('a pickle that takes from an empty stack');
    return value;
  }

  #top(): Pickled {
    const value = this.#stack.at(-1);
    if (value === undefined) throw new Error('a pickle that looks at an empty stack');
    return value;
  }

  #popSeveral(count: number): Pickled[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  #sinceMark(): Pickled[] {
    const items = this.#stack;
    const below = this.#marked.pop();
    if (below === undefined) throw new Error('a pickle without the mark it needs');
    this.#stack = below;
    return items;
  }

  #setItems(pairs: readonly Pickled[]): void {
    const table = this.#top();
    if (!(table instanceof Map)) throw new Error('a pickle that sets items of something else than a dictionary');
    for (let index = 0; index < pairs.length; index += 2) {
      const [key, value] = [pairs[index], pairs[index + 1]];
      if (typeof key !== 'string' || value === undefined) throw new Error('a dictionary whose key is not text');
      table.set(key, value);
    }
  }

  #recalled(index: number): Pickled {
    const value = this.#memo.get(index);
    if (value === undefined) throw new Error('a pickle that recalls what it never stored');
    return value;
  }

  /** Little-endian two's complement of `length` bytes. */
  #long(length: number): bigint {
    const start = this.#skip(length);
    let value = 0n;
    for (let index = length - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(this.#bytes[start + index] as number);
    }
    return BigInt.asIntN(length * 8, value);
  }

  #text(length: number): string {
    const start = this.#skip(length);
    return new TextDecoder('utf-8', { fatal: true }).decode(this.#bytes.subarray(start, start + length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0) throw new Error('a pickle that ends early');
    const text = this.#text(end - this.position);
    this.position += 1;
    return text;
  }

  #byte(): number {
    return this.#bytes[this.#skip(1)] as number;
  }

  #skip(length: number): number {
    const start = this.position;
    if (start + length > this.#bytes.length) throw new Error('a pickle that ends early');
    this.position += length;
    return start;
  }
}
