/* A report of an error names the section that the reader sees, and the words that are selected. */
{
  const LONGEST = 300;
  const section = () => {
    const above = [...document.querySelectorAll(".bd-article section[id]")].filter(
      (one) => one.getBoundingClientRect().top < window.innerHeight / 3,
    );
    return above.at(-1)?.id ?? "";
  };
  const selected = () => getSelection().toString().replace(/\s+/g, " ").trim().slice(0, LONGEST);
  for (const link of document.querySelectorAll("a[data-book-report]")) {
    const start = link.href;
    let words = "";
    link.addEventListener("pointerdown", () => (words = selected()));
    link.addEventListener("click", () => {
      const address = new URL(start);
      const name = link.dataset.bookReport;
      const text = address.searchParams
        .get(name)
        .replace(/^Section:/m, `$& ${section()}`)
        .replace(/^>/m, () => `> ${words || selected()}`);
      address.searchParams.set(name, text);
      link.href = address.href;
    });
  }
}
