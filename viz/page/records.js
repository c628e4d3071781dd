// The table of all records.  Filters and order work on the columns.
import { recordsAddress } from "./address.js";
import { number } from "./dom.js";
import { recordLink } from "./links.js";
import { searcher } from "./search.js";
import { cell, compare, figure, kindCell, named, passing, sortRows, tableView } from "./table.js";

const heads = [
  { key: "name", label: "Record" },
  { key: "kind", label: "Kind" },
  { key: "values", label: "Values", figure: true },
  { key: "bytes", label: "Bytes", figure: true },
  { key: "valuesBefore", label: "Values before", figure: true },
  { key: "file", label: "File" },
];

// By report: the search in what is said of its records.
const searchers = new WeakMap();
function searcherOf(report) {
  if (!searchers.has(report))
    searchers.set(report, searcher(report.nrecords, i => {
      const said = [report.recordName(i), report.opName(i), report.func(report.columns.func[i]).file ?? ""];
      let before = null;
      for (const type of report.savedTypes(i)) {
        if (type !== before)
          said.push(report.typeName(type));
        before = type;
      }
      return said.join(" ");
    }));
  return searchers.get(report);
}

// The numbers of the records that pass the filters of the state, in its order.
function select(report, { q, kind, func, file, type, sort }) {
  const { columns, meta } = report;
  const tests = [];
  if (kind) {
    const k = meta.kinds.findIndex(entry => entry.name === kind);
    tests.push(i => columns.kind[i] === k);
  }
  if (func) {
    const is = named(func, f => report.func(f).name);
    tests.push(i => is(columns.func[i]));
  }
  if (file) {
    const is = named(file, f => report.func(f).file);
    tests.push(i => is(columns.func[i]));
  }
  if (type) {
    const is = named(type, report.typeName);
    tests.push(i => report.saves(i, is));
  }
  return sortRows(searcherOf(report).filter(passing(report.all, tests), q), sort, orders(report));
}

function orders({ columns, func }) {
  const by = key => (a, b) => columns[key][a] - columns[key][b];
  const ofFunc = nameOf => (a, b) => compare(nameOf(func(columns.func[a])), nameOf(func(columns.func[b])));
  return {
    name: ofFunc(f => f.name), file: ofFunc(f => f.file ?? ""), bytes: by("values"), kind: by("kind"), values: by("values"),
    valuesBefore: by("valuesBefore"),
  };
}

const table = (report, query, go) => tableView({
  title: "Records", what: "records", total: report.nrecords, css: "records", heads, query, go, address: recordsAddress,
  filters: [
    { key: "q", label: "Search", type: "search" }, { key: "kind", label: "Kind", choices: report.meta.kinds.map(({ name }) => name) },
    { key: "func", label: "Function" }, { key: "type", label: "Saved type" }, { key: "file", label: "File" },
  ],
  select: state => select(report, state),
  cells(row) {
    const { columns: { func, kind, values, valuesBefore }, meta } = report;
    return [cell(recordLink(report, row)), kindCell(meta.kinds[kind[row]].name), figure(number(values[row])), figure(number(report.recordBytes(1, values[row]))),
      figure(number(valuesBefore[row])), cell(report.func(func[row]).file ?? "")];
  },
});

export function recordsView(report, query, go) {
  const view = table(report, query, go);
  return {
    ...view,
    shown() {
      view.shown();
      setTimeout(searcherOf(report).prepare);
    },
  };
}
