// What html-validate asks of every built page (tests/site/test_valid_html.py).
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // How markup is written, not what it says; theme, docutils and the parser of the build write it
    // as they do.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // KaTeX places every glyph, and matplotlib every line, by a style of its own.
    "no-inline-style": "off",
    // docutils writes lists of references as <div role="list">, and the theme's script looks for
    // its side bar by the name <div>; a role says the same as the element.
    "prefer-native-element": ["error", { exclude: ["list", "listitem", "complementary"] }],
    // autodoc gives a public name its own id, with the dots of Python.
    "valid-id": ["error", { relaxed: true }],
    // The search starts with Enter, as in every search field; a button more would say nothing new.
    "wcag/h32": "off",
  },
};
