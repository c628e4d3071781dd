// What the report says of pickling (doc/report.md, sections `outlook` and `hops`), in a browser and in node.
import { readJson, readNumbers } from "./data.js";

// A number that may be missing: 0, or one more than it.
const optional = n => n ? n - 1 : null;

function readHops(getSection, outlook, report) {
  const read = readNumbers(getSection, "hops");
  return Array.from({ length: outlook.hops }, () => {
    const [record, group, strategy, fewest, frame, source, unnamed, run, end, symbol, length] = read(11);
    return {
      record, bytecode: outlook.bytecodes[group], strategy: outlook.strategies[strategy].name, fewest, fewestFrame: optional(frame),
      fewestSource: optional(source), fewestUnnamed: unnamed, run, startsBlocked: outlook.step(record).blocker !== "none",
      way: { records: read(length), end: report.string(end), symbol: symbol ? report.string(symbol - 1) : null },
    };
  });
}

export function openOutlook(getSection, report) {
  const outlook = readJson(getSection, "outlook");
  // An activation on a way: a record of the report, or that of an external function that calls back.
  outlook.step = n => {
    if (n >= report.nrecords)
      return { name: outlook.externals[n - report.nrecords], record: null, kind: "foreign", blocker: "foreign", values: 0 };
    const { name, kind, bar, values } = report.record(n);
    return { name, record: n, kind, blocker: bar, values };
  };
  const hops = readHops(getSection, outlook, report);
  const range = numbers => [Math.min(...numbers), Math.max(...numbers)];
  return {
    ...outlook, hops,
    // By bytecode: its hops, how many of each strategy, and the least and most of their numbers; `beyond`: the fewest blockers besides the
    // record that the hop starts at.
    groups: outlook.bytecodes.map(bytecode => {
      const own = hops.filter(hop => hop.bytecode === bytecode);
      return {
        bytecode, hops: own,
        strategies: Object.fromEntries(outlook.strategies.map(({ name }) => [name, own.filter(hop => hop.strategy === name).length])),
        fewest: range(own.map(hop => hop.fewest)), beyond: range(own.map(hop => hop.fewest - Number(hop.startsBlocked))),
        run: range(own.map(hop => hop.run)),
      };
    }),
  };
}
