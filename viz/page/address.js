// What is shown stands in the address: #/VIEW[/NAME][?KEY=VALUE&…], so that a view can be sent to somebody.

export function parse(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [view, ...rest] = path.split("/");
  let name = rest.join("/");
  try {
    name = decodeURIComponent(name);
  } catch {
    // A name that was cut off on its way is looked up as it stands, and is not found.
  }
  return { view: view || "overview", name, query: new URLSearchParams(query ?? "") };
}

// The address of a view with what its fields say.
export function viewAddress(view, fields) {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value));
  return query.size ? `#/${view}?${query}` : `#/${view}`;
}

export const recordAddress = (record, fields = {}) => viewAddress(`record/${encodeURIComponent(record.name)}`, fields);
export const recordsAddress = fields => viewAddress("records", fields);
export const changesAddress = fields => viewAddress("changes", fields);
export const changeAddress = (i, fields = {}) => viewAddress(`change/${i + 1}`, fields);
export const bytecodeAddress = name => `#/hops/${encodeURIComponent(name)}`;
