// Cards as a table that Anki reads: front, back and tags, separated by tabs.

const HEAD = "#separator:tab\n#html:true\n#tags column:3\n";
const field = (text) => text.replace(/[\t\r\n]+/g, " ");
const tagOf = (page) => page.split("/").pop();

/** The table of the cards of `pages`; `surprised(key)` tells which get a tag of their own. */
export function ankiTable(pages, surprised) {
  const rows = pages.flatMap(({ page, cards }) =>
    cards.map((card) => {
      const tags = ["tied", `tied::${tagOf(page)}`, card.kind];
      if (surprised(card.key)) tags.push("surprised");
      return [field(card.anki_front), field(card.anki_back), tags.join(" ")].join("\t");
    }),
  );
  return `${HEAD}${rows.join("\n")}\n`;
}
