/* How the search orders what it finds, in place of Sphinx's own order, which requires every
 * word of the query on a page.
 *
 * Words weigh by how few pages hold them. A page counts where it has a word: in its title, in a
 * heading, in its text. Headings and terms of the glossary are found by their words, in any order,
 * and count by how much of the query they hold and how much of them the query holds. Function words
 * of a question count for nothing.
 */
{
  const QUESTION = new Set(
    (
      "a about am an any at be can could did do does doing from get gets give go had has have " +
      "how i if is it its just many me mean means much my of one or our should so some than that " +
      "the them they use used using was we were what when where which while who whose why with " +
      "would you your"
    ).split(" "),
  );
  const IN = { title: 4, heading: 2, text: 1 };
  const PLACE = 14; // a heading that is the query, word for word
  const ENTRY = 16; // the same of a term: its definition
  const ENOUGH = 0.5; // share of the query, by weight, that a result has to hold

  // Chapters answer first. Assignments ask, with the words of their chapters, and the page for
  // instructors is about all of them. Pages to look things up hold every word of the subject: of
  // those, the place counts.
  const standing = (page, anchor) => {
    if (page.startsWith("notebooks/practice/") || page === "book/instructors") return 0.5;
    if (page.startsWith("notebooks/")) return 1.15;
    return !anchor && ["book/claims", "book/glossary", "book/notation"].includes(page) ? 0.5 : 0.9;
  };

  const stemmer = new Stemmer();
  const words = (text) => {
    const candidates = splitQuery(text.toLowerCase()).flatMap((word) =>
      word.includes("_") ? [word, ...word.split("_")] : [word],
    );
    const significant = candidates.filter(
      (word) => word && !QUESTION.has(word) && !stopwords.includes(word),
    );
    return new Set(
      (significant.length ? significant : candidates.filter(Boolean)).map((word) =>
        stemmer.stemWord(word),
      ),
    );
  };
  const list = (files) => (files === undefined ? [] : [].concat(files));
  const own = (table, key) => (Object.hasOwn(table, key) ? list(table[key]) : []);

  /** Pages that hold a word, or, if none does, a word that begins with it. */
  const holders = (table, word) => {
    const exact = own(table, word);
    if (exact.length || word.length < 4) return exact;
    return Object.keys(table)
      .filter((term) => term.startsWith(word))
      .flatMap((term) => own(table, term));
  };

  /** Whether one of the words of a text is this word, or begins with it ("conv"). */
  const among = (some, word) =>
    some.has(word) || (word.length > 3 && [...some].some((one) => one.startsWith(word)));

  /** The weight of a word, by how few of the pages in the index hold it; 0 if none does. */
  const weighing = ({ terms, titleterms, docnames }) => {
    const weights = new Map();
    return (word) => {
      if (!weights.has(word)) {
        const pages = new Set([...holders(terms, word), ...holders(titleterms, word)]);
        weights.set(word, pages.size ? Math.log(1 + docnames.length / pages.size) : 0);
      }
      return weights.get(word);
    };
  };

  /** How much it counts that a page holds a word: in its title, in a heading, in its text. */
  const place = ({ terms, titleterms }, page, title, word) => {
    if (among(title, word)) return IN.title;
    if (holders(titleterms, word).includes(page)) return IN.heading;
    return holders(terms, word).includes(page) ? IN.text : 0;
  };

  /** A query against the index: the score of a page, and how well a short text fits. */
  const judging = (index, wanted) => {
    const weight = weighing(index);
    const sum = (some) => [...some].reduce((total, word) => total + weight(word), 0);
    const total = sum(wanted);
    return {
      total,
      page(page, title) {
        const named = words(title);
        const counts = [...wanted].map((word) => [place(index, page, named, word), weight(word)]);
        const held = counts.reduce((so, [at, heavy]) => so + (at && heavy), 0);
        const score = counts.reduce((so, [at, heavy]) => so + at * heavy, 0);
        return held >= ENOUGH * total ? (score / total) * (held / total) : 0;
      },
      /* The part of the query that a text holds, which has to be most of it, times the part of the
         text that the query holds. */
      text(text, enough) {
        const held = words(text);
        const both = sum([...held].filter((word) => wanted.has(word)));
        return both >= enough * total ? (both / total) ** 4 * (both / sum(held)) : 0;
      },
    };
  };

  /** Where the texts of a table stand that fit the query at all, and how well each fits. */
  const fitting = (table, judge) =>
    Object.entries(table).flatMap(([text, places]) => {
      const score = judge(text);
      return score ? places.map(([page, id]) => ({ page, id, text, score })) : [];
    });

  Search._performSearch = (query) => {
    document.getElementById("search-progress")?.replaceChildren();
    const { titles, docnames, filenames, alltitles, indexentries } = Search._index;
    const judge = judging(Search._index, words(query));
    if (!judge.total) return [];

    const results = [];
    const add = (page, title, anchor, score) => {
      const name = docnames[page];
      results.push([name, title, anchor, null, score * standing(name, anchor), filenames[page]]);
    };
    titles.forEach((title, page) => {
      const score = judge.page(page, title);
      if (score) add(page, title, "", score);
    });
    for (const { page, id, text, score } of fitting(
      alltitles,
      (t) => PLACE * judge.text(t, ENOUGH),
    )) {
      if (id !== null) add(page, `${titles[page]} > ${text}`, `#${id}`, score);
    }
    for (const { page, id, text, score } of fitting(
      indexentries,
      (t) => ENTRY * judge.text(t, 1),
    )) {
      add(page, `${titles[page]} > ${text}`, id ? `#${id}` : "", score);
    }
    // The last one is shown first.
    return results.sort((a, b) => a[4] - b[4] || (a[1] < b[1] ? 1 : -1));
  };

  /* Excerpts of the pages below their titles. A page that was opened from the disk may read no
     other, and shows the titles alone. */
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  const LENGTH = 200; // characters of an excerpt
  const BEFORE = 60; // of these in front of the first word that was looked for
  const UNREAD = ".headerlink, .katex-mathml, .cell, .widget-fallback, .admonition-title, nav";
  const PIECES = "p, li, dd, td, th";

  /** The element that a result leads to: a section, a definition, or the whole page. */
  const placeOf = (page, anchor) => {
    const target = anchor ? page.getElementById(decodeURIComponent(anchor.slice(1))) : null;
    const place = target?.matches("dt") ? target.nextElementSibling : target;
    return place ?? page.querySelector("article") ?? page.body;
  };

  /** Its prose: neither code nor output. */
  const proseOf = (place) => {
    for (const part of place.querySelectorAll(UNREAD)) part.remove();
    const pieces = [...place.querySelectorAll(PIECES)].filter((one) => !one.querySelector(PIECES));
    const text = (pieces.length ? pieces : [place]).map((one) => one.textContent).join(" ");
    return text.replace(/[\s\u200b]+/g, " ").trim();
  };

  Search.makeSearchSummary = (html, terms, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const text = proseOf(placeOf(page, anchor));
    const escaped = [...terms].map((term) => term.replace(/[^\w\s]/g, "\\$&"));
    const first = Math.max(0, text.search(new RegExp(`\\b(?:${escaped.join("|")})`, "i")));
    const isLater = first + BEFORE > LENGTH; // a text is shown from its beginning where that does
    const from = isLater ? text.indexOf(" ", first - BEFORE) + 1 : 0;
    const cut = text.slice(from, from + LENGTH);
    const goesOn = from + LENGTH < text.length;
    const whole = goesOn ? cut.slice(0, cut.lastIndexOf(" ")) : cut;
    const excerpt = document.createElement("p");
    excerpt.className = "context";
    excerpt.textContent = `${from ? "… " : ""}${whole}${goesOn ? " …" : ""}`;
    return excerpt;
  };
}
