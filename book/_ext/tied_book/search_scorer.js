/* How the search orders what it finds, in place of Sphinx's own order, which wants every word of the query on a page.
 *
 * Words weigh by how few pages hold them. A page counts where it has a word: in its title, in a heading, in its text.
 * Headings and terms of the glossary are found by their words, in any order, and count by how much of the query they
 * hold and how much of them the query holds. Function words of a question count for nothing.
 */
{
  const QUESTION = new Set(
    ("a about am an any at be can could did do does doing from get gets give go had has have how i if is it its just " +
      "many me mean means much my of one or our should so some than that the them they use used using was we were " +
      "what when where which while who whose why with would you your").split(" "),
  );
  const IN = { title: 4, heading: 2, text: 1 };
  const PLACE = 12; // a heading that is the query, word for word
  const ENTRY = 16; // the same of a term: its definition
  const ENOUGH = 0.5; // share of the query, by weight, that a result has to hold

  // Chapters answer first. Pages to look things up hold every word of the subject: of those, the place counts.
  const standing = (page, anchor) => {
    if (page.startsWith("notebooks/")) return 1.15;
    return !anchor && ["book/claims", "book/glossary", "book/notation"].includes(page) ? 0.5 : 0.9;
  };

  const stemmer = new Stemmer();
  const words = (text) => {
    const candidates = splitQuery(text.toLowerCase()).flatMap((word) => (word.includes("_") ? [word, ...word.split("_")] : [word]));
    const significant = candidates.filter((word) => word && !QUESTION.has(word) && !stopwords.includes(word));
    return new Set((significant.length ? significant : candidates.filter(Boolean)).map((word) => stemmer.stemWord(word)));
  };
  const list = (files) => (files === undefined ? [] : [].concat(files));
  const own = (table, key) => (Object.hasOwn(table, key) ? list(table[key]) : []);

  /** Pages that hold a word, or, if none does, a word that begins with it. */
  const holders = (table, word) => {
    const exact = own(table, word);
    if (exact.length || word.length < 4) return exact;
    return Object.keys(table).filter((term) => term.startsWith(word)).flatMap((term) => own(table, term));
  };

  /** Whether one of the words of a text is this word, or begins with it ("conv"). */
  const among = (some, word) => some.has(word) || (word.length > 3 && [...some].some((one) => one.startsWith(word)));

  Search._performSearch = (query) => {
    document.getElementById("search-progress")?.replaceChildren();
    const { terms, titleterms, titles, docnames, filenames, alltitles, indexentries } = Search._index;
    const weights = new Map();
    const weight = (word) => {
      if (!weights.has(word)) {
        const pages = new Set([...holders(terms, word), ...holders(titleterms, word)]);
        weights.set(word, pages.size ? Math.log(1 + docnames.length / pages.size) : 0);
      }
      return weights.get(word);
    };
    const sum = (some) => [...some].reduce((total, word) => total + weight(word), 0);
    const wanted = words(query);
    const total = sum(wanted);
    if (!total) return [];

    const results = [];
    const add = (page, title, anchor, score) => {
      results.push([docnames[page], title, anchor, null, score * standing(docnames[page], anchor), filenames[page]]);
    };
    titles.forEach((title, page) => {
      const named = words(title);
      let held = 0;
      let score = 0;
      for (const word of wanted) {
        const place = among(named, word)
          ? IN.title
          : holders(titleterms, word).includes(page)
            ? IN.heading
            : holders(terms, word).includes(page)
              ? IN.text
              : 0;
        held += place && weight(word);
        score += place * weight(word);
      }
      if (held >= ENOUGH * total) add(page, title, "", (score / total) * (held / total));
    });

    /* The part of the query that a text holds, which has to be most of it, times the part of the text that the query holds. */
    const fit = (text, enough) => {
      const held = words(text);
      const both = sum([...held].filter((word) => wanted.has(word)));
      return both >= enough * total ? (both / total) ** 3 * (both / sum(held)) : 0;
    };
    for (const [title, places] of Object.entries(alltitles)) {
      const score = PLACE * fit(title, ENOUGH);
      for (const [page, id] of score ? places : []) {
        if (id !== null) add(page, `${titles[page]} > ${title}`, `#${id}`, score);
      }
    }
    for (const [entry, places] of Object.entries(indexentries)) {
      const score = ENTRY * fit(entry, 1);
      for (const [page, id] of score ? places : []) add(page, `${titles[page]} > ${entry}`, id ? `#${id}` : "", score);
    }
    return results.sort((a, b) => a[4] - b[4] || (a[1] < b[1] ? 1 : -1)); // the last one is shown first
  };
}
