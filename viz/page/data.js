// The data of a report (doc/report.md), in a browser and in node.

export function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++)
    bytes[i] = text.charCodeAt(i);
  return bytes;
}

// Returns a function that reads the next `n` numbers.
export function reader(bytes) {
  let at = 0;
  return n => {
    const numbers = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      let shift = 0, number = 0, byte;
      do {
        byte = bytes[at++];
        if (byte === undefined)
          throw new Error("the data of the report ends too early");
        number |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte & 0x80);
      numbers[i] = number;
    }
    return numbers;
  };
}

const utf8 = new TextDecoder();

// Sections, by getSection(name): the base64 text of one.
export const readJson = (getSection, name) => JSON.parse(utf8.decode(bytesOf(getSection(name))));
export const readNumbers = (getSection, name) => reader(bytesOf(getSection(name)));

export function open(getSection) {
  const meta = readJson(getSection, "meta");
  const strings = utf8.decode(bytesOf(getSection("strings"))).split("\0");
  const [readRecords, readFuncs, readSaved] = ["records", "funcs", "saved"].map(name => readNumbers(getSection, name));
  const columns = Object.fromEntries(meta.columns.map(name => [name, readRecords(meta.records)]));
  const funcs = [], byName = new Map();
  for (let f = 0, record0 = 0; f < meta.functions; f++) {
    const [name, file, line, nrecords] = readFuncs(4);
    funcs.push({ name: strings[name], file: file ? strings[file - 1] : null, line: line ? line - 1 : null, record0, nrecords });
    byName.set(strings[name], f);
    record0 += nrecords;
  }
  const saved0 = new Uint32Array(meta.records + 1);
  for (let i = 0; i < meta.records; i++)
    saved0[i + 1] = saved0[i] + columns.values[i];
  const saved = readSaved(saved0[meta.records]);
  const recordBytes = (records, values) => meta.recordBytes * records + meta.valueBytes * values;
  const bytes = values => recordBytes(1, values);
  const opName = i => strings[columns.name[i]];
  const recordName = i => `${funcs[columns.func[i]].name}@${columns.block[i]}.${columns.op[i]}`;
  return {
    meta, columns, recordBytes, nrecords: meta.records, nfuncs: funcs.length,
    // The numbers of all records.
    all: [...columns.func.keys()],
    func: f => funcs[f],
    opName, recordName,
    // The number of the record of that name, or -1.
    find(name) {
      const [, func, block, op] = /^(.*)@(\d+)\.(\d+)$/s.exec(name) ?? [], f = funcs[byName.get(func)];
      for (let i = f?.record0; i < f?.record0 + f?.nrecords; i++)
        if (columns.block[i] === Number(block) && columns.op[i] === Number(op))
          return i;
      return -1;
    },
    // The number of the function of that name, or undefined.
    findFunc: name => byName.get(name),
    string: s => strings[s],
    typeName: t => strings[t],
    savedTypes: i => saved.subarray(saved0[i], saved0[i + 1]),
    // Whether it saves a value of a type that is one.
    saves(i, is) {
      for (let at = saved0[i]; at < saved0[i + 1]; at++) {
        if (is(saved[at]))
          return true;
      }
      return false;
    },
    record(i) {
      const c = Object.fromEntries(meta.columns.map(name => [name, columns[name][i]]));
      return {
        i, func: c.func, block: c.block, op: c.op, opname: opName(i), name: recordName(i),
        kind: meta.kinds[c.kind].name, kindBefore: meta.kinds[c.kindBefore].name,
        values: c.values, valuesBefore: c.valuesBefore, bytes: bytes(c.values), bytesBefore: bytes(c.valuesBefore),
        reasons: meta.reasons.filter((_, r) => c.reasons >>> r & 1).map(r => r.name),
        bar: meta.bars[c.bar].name, named: c.named === 1, bounded: c.bounded === 1,
      };
    },
  };
}
