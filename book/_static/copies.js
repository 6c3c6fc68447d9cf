/* A notebook of the book installs a package that lies on this site, one folder above the notebook.
   Whoever downloads it gets the address of that folder in it: of the site on the web, or of the
   disk. A page from the disk may read no file, so that the copy comes as a script, from everywhere.
   If that fails, the link does what it does without JavaScript: it gives the copy as it is. */
{
  const ADDRESS = /^( +address=)".*"(,)$/m;
  const withAddress = (notebook, address) => {
    const copy = structuredClone(notebook);
    const setup = copy.cells.find(({ id }) => id === "setup");
    const whole = [setup.source].flat().join("");
    setup.source = whole.replace(ADDRESS, (_, before, after) =>
      [before, JSON.stringify(address), after].join(""),
    );
    return copy;
  };
  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.tiedCopy);
      script.onerror = () => reject(new Error(`no script at ${address}`));
      document.head.append(script);
    });
  const save = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const take = async (link) => {
    const notebook = await load(link.href.replace(/\.ipynb$/, ".js"));
    const folder = new URL("..", link.href).href.replace(/\/$/, "");
    save(
      `${JSON.stringify(withAddress(notebook, folder), null, 1)}\n`,
      link.href.split("/").at(-1),
    );
  };
  for (const link of document.querySelectorAll("a[data-book-copy]")) {
    const instead = (event) => {
      event.preventDefault();
      take(link).catch(() => {
        link.removeEventListener("click", instead);
        link.click();
      });
    };
    link.addEventListener("click", instead);
  }
}
