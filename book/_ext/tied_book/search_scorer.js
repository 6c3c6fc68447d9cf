// Chapters answer first, then the pages to look things up. The appendix of claims holds every word
// of the subject, and would otherwise stand in front of the chapter that explains it.
var Scorer = {
  score: ([docname, , , , score]) => {
    if (docname === "book/claims") return score - 40;
    return docname.startsWith("notebooks/") ? score + 10 : score;
  },
  // as Sphinx has them
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
