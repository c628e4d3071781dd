// Text search.
import uFuzzy from "@leeoniya/ufuzzy";

const search = new uFuzzy({ unicode: true, interSplit: "[^\\p{L}\\d_']+", intraSplit: "\\p{Ll}\\p{Lu}", intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}" });

// Searches what `textOf` says of each of n rows.  The texts are made when they are first needed, or by `prepare`; one that is joined from its
// parts, not added up, is searched faster the first time.
export function searcher(n, textOf) {
  let texts = null;
  const prepare = () => texts ??= Array.from({ length: n }, (_, i) => textOf(i));
  return {
    prepare,
    filter(rows, wanted) {
      const text = wanted.trim();
      // null: nothing in the text is a word
      return text ? search.filter(prepare(), text, rows) ?? rows.filter(i => prepare()[i].includes(text)) : rows;
    },
  };
}
